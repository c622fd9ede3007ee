namespace SeCo.Aggregation.Steps;

/// <summary>Chooses among prompted masks of different classes that claim the same pixels; see <see cref="OverlapFilter"/>.</summary>
internal static class OverlapSelection
{
    /// <summary>A prompted mask as the choice sees it; the higher its rank, the better.</summary>
    public readonly record struct Candidate(int ClassId, RunLengthMask Mask, double Rank);

    /// <summary>Whether each candidate is kept. Equal ranks: the larger mask comes first, then the earlier one.</summary>
    public static bool[] Keep(IReadOnlyList<Candidate> candidates, double limit)
    {
        bool[] kept = new bool[candidates.Count];
        Box[] bounds = [.. candidates.Select(c => c.Mask.Bounds)];
        long[] areas = [.. candidates.Select(c => c.Mask.Area)];
        IEnumerable<int> bestFirst = Enumerable.Range(0, kept.Length).OrderByDescending(i => candidates[i].Rank).ThenByDescending(i => areas[i]);
        List<int> chosen = [];
        foreach (int i in bestFirst)
        {
            kept[i] = !chosen.Exists(other => candidates[other].ClassId != candidates[i].ClassId
                && !bounds[i].Intersect(bounds[other]).IsEmpty
                && RunLengthMask.IntersectionArea(candidates[i].Mask, candidates[other].Mask) > limit * Math.Min(areas[i], areas[other]));
            if (kept[i])
            {
                chosen.Add(i);
            }
        }

        return kept;
    }
}
