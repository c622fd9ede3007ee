using SeCo.Imaging;

namespace SeCo.Correction;

/// <summary>Counts how far the model supports the labels of each class, over all pixels of a set: 65,536 levels a class, one pass, whatever the number of images.</summary>
internal sealed class SupportStatistics
{
    private const int Levels = ConfidenceMap.Scale + 1;
    private readonly long[] _counts;

    /// <summary>Starts counting.</summary>
    /// <param name="classes">K.</param>
    public SupportStatistics(int classes) => _counts = new long[classes * Levels];

    private int Classes => _counts.Length / Levels;

    /// <summary>Counts an image. Not safe for several threads at once.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="support">Their support, see <see cref="PixelSupport"/>.</param>
    public void Add(LabelMap labels, ConfidenceMap support)
    {
        ReadOnlySpan<byte> given = labels.Pixels;
        ReadOnlySpan<ushort> values = support.Pixels;
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i] != LabelMap.Ignore)
            {
                _counts[(given[i] * Levels) + values[i]]++;
            }
        }
    }

    /// <summary>For each class, 1 minus the mean confidence of the pixels that the model calls by their label; 1 for a class without any.</summary>
    public double[] Doubts() =>
    [
        .. Enumerable.Range(0, Classes).Select(id =>
        {
            long pixels = 0, sum = 0;
            for (int level = 1; level < Levels; level++)
            {
                long count = _counts[(id * Levels) + level];
                pixels += count;
                sum += count * level;
            }

            return pixels == 0 ? 1 : 1 - ((double)sum / pixels / ConfidenceMap.Scale);
        }),
    ];
}
