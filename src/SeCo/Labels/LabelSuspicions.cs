using SeCo.Imaging;

namespace SeCo.Labels;

/// <summary>Guesses, from the values that labels hold, what may have gone wrong.</summary>
internal static class LabelSuspicions
{
    /// <summary>The suspicions, each with a way out.</summary>
    /// <param name="pixels">Pixels of each value, <c>[256]</c>.</param>
    /// <param name="foreign">The values outside the class set that occur.</param>
    /// <param name="classes">The class set.</param>
    public static IReadOnlyList<string> Find(IReadOnlyList<long> pixels, IReadOnlyList<byte> foreign, ClassSet classes)
    {
        List<string> suspicions = [];
        int[] present = [.. Enumerable.Range(0, LabelMap.Ignore).Where(v => pixels[v] > 0)];
        if (present.Length == 0)
        {
            suspicions.Add("No pixel has a label: every one is 255, or no file can be read.");
            return suspicions;
        }

        if (foreign.Count > 0)
        {
            foreach ((string coding, LabelIdMap map) in classes.Maps.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                int highest = Enumerable.Range(0, LabelMap.Ignore).Last(v => map[(byte)v] != LabelMap.Ignore);
                if (present[^1] <= highest)
                {
                    suspicions.Add($"The values fit the coding '{coding}'. If that is what they are: seco labels convert --map {coding}.");
                }
            }
        }

        if (foreign.Count == 1 && foreign[0] == classes.Count)
        {
            suspicions.Add(pixels[0] > 0
                ? $"The only foreign value is {classes.Count}, one more than the last class: it may mean unlabelled, as in SegNet's files."
                : $"The values are 1 to {classes.Count}: they may count from 1, as ADE20K's do, with 0 for unlabelled.");
        }

        if (present is [0] && pixels[LabelMap.Ignore] > 0 && classes.Count > 1)
        {
            suspicions.Add("The only values are 0 and 255: this may be a black and white mask rather than class ids.");
        }

        return suspicions;
    }
}
