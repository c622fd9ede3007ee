using SeCo.Imaging;
using SeCo.Imaging.Rle;

namespace SeCo.Aggregation;

/// <summary>Chooses among prompted masks of different classes that claim the same pixels; see <see cref="OverlapFilter"/>.</summary>
internal static class OverlapSelection
{
    /// <summary>A prompted mask as the choice sees it.</summary>
    /// <param name="ClassId">Its class.</param>
    /// <param name="Mask">Its pixels.</param>
    /// <param name="Rank">How good it is; higher is better.</param>
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
                && Common(candidates[i].Mask.Counts, candidates[other].Mask.Counts) > limit * Math.Min(areas[i], areas[other]));
            if (kept[i])
            {
                chosen.Add(i);
            }
        }

        return kept;
    }

    /// <summary>Pixels common to two masks of one size, by walking along both lists of runs.</summary>
    private static long Common(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        long common = 0;
        uint leftA = a.IsEmpty ? 0 : a[0], leftB = b.IsEmpty ? 0 : b[0];
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            uint step = Math.Min(leftA, leftB);
            common += (i & j & 1) == 1 ? step : 0;
            leftA -= step;
            leftB -= step;
            if (leftA == 0 && ++i < a.Length)
            {
                leftA = a[i];
            }

            if (leftB == 0 && ++j < b.Length)
            {
                leftB = b[j];
            }
        }

        return common;
    }
}
