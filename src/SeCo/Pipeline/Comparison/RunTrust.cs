namespace SeCo.Pipeline.Comparison;

/// <summary>Which of several runs to trust, and why: by truth where all have it of the same images, else by a measure that needs none. How well that tells
/// is measured in docs/comparing.md.</summary>
internal static class RunTrust
{
    /// <summary>The run to trust, null where nothing tells, and the reason.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="common">Images that all have labels for.</param>
    /// <param name="sameMeasured">Whether the models of all are measured on the same images.</param>
    public static (string? Run, string Reason) Of(IReadOnlyList<ComparedRunRecord> runs, int common, bool sameMeasured)
    {
        // The last one ordered models as their truth does, and has a reason to: others that need no truth did not. None of them has told labels apart.
        (string Name, bool IsFair, Func<ComparedRunRecord, double?> Of)[] measures =
        [
            ("its model's mIoU with the truth", sameMeasured, r => r.ModelMiou),
            ("its labels' mIoU with the truth", common > 0 && runs.All(r => r.Images == common), r => r.LabelMiou),
            ("its model's consistency under views", common > 0 || runs.All(r => r.Images == 0), r => r.LabelFree.Consistency),
        ];
        (string Name, bool IsFair, Func<ComparedRunRecord, double?> Of)[] known =
            [.. measures.Where(m => runs.All(r => m.Of(r) is double value && double.IsFinite(value)))];
        string unfair = string.Concat(known.Where(m => !m.IsFair).Select(m => $" {Begun(m.Name)} decides nothing, as it is not of the same images."));
        known = [.. known.Where(m => m.IsFair)];
        if (known.Length == 0)
        {
            return (null, "No run can be told from another: not all have a model that could be measured, and without truth no measure tells labels apart; "
                + $"look at the pictures.{unfair}");
        }

        (string name, _, Func<ComparedRunRecord, double?> of) = known[0];
        (string? best, string? other) = (Largest(of), known[^1].Name == measures[^1].Name ? Largest(known[^1].Of) : null);
        string why = best is null ? $"{Begun(name)} is the largest of several runs alike" : $"{Begun(name)} is the largest of all";
        string without = name == measures[^1].Name ? " There is no ground truth that decides."
            : other is null ? "" : $" Without truth it would {(other == best ? "be the same" : $"have been {other}")}, by consistency under views.";
        return (best, $"{why} ({100 * runs.Max(of):0.0} %).{without}{unfair}");

        string? Largest(Func<ComparedRunRecord, double?> measure) =>
            runs.Where(r => measure(r) == runs.Max(measure)).ToArray() is [{ Name: string only }] ? only : null;
    }

    private static string Begun(string sentence) => $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}";
}
