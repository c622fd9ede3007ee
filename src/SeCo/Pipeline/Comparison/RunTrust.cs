namespace SeCo.Pipeline.Comparison;

/// <summary>Which of several runs to trust, and why: by truth where all have it, else by measures that need none. How well those tell is measured in
/// docs/comparing.md.</summary>
internal static class RunTrust
{
    private static readonly (string Name, Func<ComparedRunRecord, double?> Of)[] Truths =
        [("its model's mIoU with the truth", r => r.ModelMiou), ("its labels' mIoU with the truth", r => r.LabelMiou)];

    // The one that ordered models as their truth does, and has a reason to: others that are measured did not. Nothing of the kind has told labels apart.
    private static readonly (string Name, Func<ComparedRunRecord, double?> Of)[] OfModels = [("consistency under views", r => r.LabelFree.Consistency)];

    /// <summary>The run to trust, null where nothing tells, and the reason.</summary>
    public static (string? Run, string Reason) Of(IReadOnlyList<ComparedRunRecord> runs)
    {
        (string? best, string why) = Ranked(runs)
            ?? (null, "not all have a model that could be measured, and no measure tells labels apart; look at the pictures");
        int at = Array.FindIndex(Truths, t => runs.All(r => IsKnown(t.Of(r))));
        if (at < 0)
        {
            return best is null ? (null, $"No run can be told from another: {why}.") : (best, $"There is no ground truth. Without it {best} is ahead: {why}.");
        }

        (string truth, Func<ComparedRunRecord, double?> of) = Truths[at];
        ComparedRunRecord right = runs.MaxBy(of)!;
        string agrees = best is null ? $"Without truth, {why}."
            : $"Without truth it would {(best == right.Name ? "be the same" : $"have been {best}")}: {why}.";
        return (right.Name, $"{char.ToUpperInvariant(truth[0])}{truth[1..]} is the largest of all ({100 * of(right):0.0} %). {agrees}");
    }

    // The best mean rank; equal values share the mean of their ranks, and equal means are no choice.
    private static (string?, string)? Ranked(IReadOnlyList<ComparedRunRecord> runs)
    {
        if (runs.Any(r => OfModels.Any(m => !IsKnown(m.Of(r)))))
        {
            return null;
        }

        double[][] ranks = [.. OfModels.Select(m => Ranks([.. runs.Select(r => m.Of(r)!.Value)]))];
        double[] means = [.. runs.Select((_, run) => ranks.Average(of => of[run]))];
        int best = Array.IndexOf(means, means.Min());
        string places = string.Join(" and ", OfModels.Select((m, i) => $"{Place(ranks[i][best])} of {runs.Count} in {m.Name}"));
        return means.Count(m => m == means[best]) == 1 ? (runs[best].Name, $"it is {places}")
            : (null, $"several runs have the same mean rank in {string.Join(" and ", OfModels.Select(m => m.Name))}");
    }

    /// <summary>The rank of each value, 1 for the largest; equal ones share the mean of theirs.</summary>
    public static double[] Ranks(IReadOnlyList<double> values) => [.. values.Select(v => values.Count(o => o > v) + ((values.Count(o => o == v) + 1) / 2.0))];

    private static bool IsKnown(double? value) => value is double number && double.IsFinite(number);

    private static string Place(double rank) => string.Create(CultureInfo.InvariantCulture, $"no. {rank:0.#}");
}
