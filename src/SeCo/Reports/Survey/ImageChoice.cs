namespace SeCo.Reports;

/// <summary>Which images are shown.</summary>
internal static class ImageChoice
{
    /// <summary>Chooses images: in turn the next worst, and the next of those spread evenly. An early one counts more than a late one.</summary>
    /// <returns>Numbers of images, the most important first, and which place each has among the worst (from 1; 0 for those that are only part of the
    /// spread).</returns>
    public static IReadOnlyList<(int Image, int WorstPlace)> Of(IReadOnlyList<double> badness, int count)
    {
        int wanted = Math.Min(count, badness.Count), half = (wanted + 1) / 2;
        int[] worst = [.. Enumerable.Range(0, badness.Count).OrderByDescending(i => badness[i]).ThenBy(i => i)];
        int[] even = [.. Enumerable.Range(0, wanted - half).Select(i => (int)((((2L * i) + 1) * badness.Count) / (2L * Math.Max(1, wanted - half))))];
        OrderedDictionary<int, int> chosen = [];
        (int nextWorst, int nextEven) = (0, 0);
        while (chosen.Count < wanted)
        {
            bool isWorst = chosen.Count % 2 == 0 || nextEven >= even.Length;
            chosen.TryAdd(isWorst ? worst[nextWorst++] : even[nextEven++], 0);
        }

        // One of the worst that the even spread met first has its place too: no number is missing.
        for (int place = 1; place <= nextWorst; place++)
        {
            chosen[worst[place - 1]] = badness[worst[place - 1]] > 0 ? place : 0;
        }

        return [.. chosen.Select(c => (c.Key, c.Value))];
    }
}
