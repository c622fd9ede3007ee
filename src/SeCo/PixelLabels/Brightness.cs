namespace SeCo.PixelLabels;

/// <summary>How bright images are, and which of them are about equally bright.</summary>
internal static class Brightness
{
    /// <summary>Levels of brightness: level v holds the means from 8v to 8v + 7 of 255.</summary>
    public const int Levels = 32;

    private const int MostGroups = 3;

    /// <summary>The level of an image's mean brightness (luma of Rec. 601).</summary>
    public static int LevelOf(RgbImage image)
    {
        long sum = 0;
        ReadOnlySpan<byte> values = image.Pixels;
        for (int i = 0; i < values.Length; i += 3)
        {
            sum += (299 * values[i]) + (587 * values[i + 1]) + (114 * values[i + 2]);
        }

        return (int)(sum / 1000 / (values.Length / 3) * Levels / 256);
    }

    /// <summary>Cuts levels into groups of neighbours whose images differ least from their group's mean (natural breaks, found exactly). As many as have a
    /// tenth of the images each, three at most.</summary>
    /// <param name="images">Images of each level.</param>
    /// <returns>The first level of each group, ascending; the first of all is 0.</returns>
    public static int[] Cut(ReadOnlySpan<int> images)
    {
        int[] counts = images.ToArray();
        for (int groups = MostGroups; groups > 1; groups--)
        {
            int[] starts = Best(counts, groups);
            int[] ends = [.. starts.Skip(1), Levels];
            if (starts.Zip(ends).All(g => counts[g.First..g.Second].Sum() * 10 >= counts.Sum()))
            {
                return starts;
            }
        }

        return [0];
    }

    // The least sum of squares of the levels below `end` in `groups` groups is that of all but the last group, and the last one's.
    private static int[] Best(int[] counts, int groups)
    {
        (double Cost, int[] Starts)[,] best = new (double, int[])[groups + 1, Levels + 1];
        for (int end = 1; end <= Levels; end++)
        {
            best[1, end] = (Spread(counts.AsSpan(0, end)), [0]);
            for (int g = 2; g <= Math.Min(groups, end); g++)
            {
                best[g, end] = Enumerable.Range(g - 1, end - g + 1)
                    .Select(start => (best[g - 1, start].Cost + Spread(counts.AsSpan(start..end)), (int[])[.. best[g - 1, start].Starts, start]))
                    .MinBy(found => found.Item1);
            }
        }

        return best[groups, Levels].Starts;
    }

    private static double Spread(ReadOnlySpan<int> counts)
    {
        double images = 0, sum = 0, squares = 0;
        for (int level = 0; level < counts.Length; level++)
        {
            images += counts[level];
            sum += (double)counts[level] * level;
            squares += (double)counts[level] * level * level;
        }

        return images == 0 ? 0 : squares - (sum * sum / images);
    }
}
