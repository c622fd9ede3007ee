using SeCo.Imaging.Components;

namespace SeCo.Correction.Regions;

/// <summary>Turns a label map into its connected regions (paper section 3.3; the reference's <c>gen_ins_mask.py</c>).</summary>
/// <remarks>Time is linear in the pixels, however many regions there are.</remarks>
public static class RegionExtraction
{
    /// <summary>The 8-connected components of every class; classes ascending, then in the reference's order (by first 2 x 2 block).</summary>
    /// <param name="labels">The label map, <c>[H, W]</c>; 255 belongs to no region.</param>
    /// <param name="confidence">The confidence of each pixel, in the size of <paramref name="labels"/>; null where unknown.</param>
    /// <returns>The regions, numbered from 0.</returns>
    /// <exception cref="ArgumentException">The confidences differ in size from the labels.</exception>
    public static IReadOnlyList<ConnectedRegion> FromLabels(LabelMap labels, ConfidenceMap? confidence = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (confidence is not null && !confidence.HasSizeOf(labels))
        {
            throw new ArgumentException(
                $"The confidences are {confidence.Width} x {confidence.Height} pixels, the labels {labels.Width} x {labels.Height}.", nameof(confidence));
        }

        ComponentMap components = ConnectedComponents.Label(labels, ComponentOrder.FirstBlock);
        long[]? sums = Sums(components.Pixels, confidence, components.Components.Count);
        return [.. components.ToRunLengthMasks().Select((mask, i) => Region(i, components.Components[i].Label, mask, sums?[i]))];
    }

    /// <summary>One region for each number k of a map <c>[H, W]</c>, 0 for none: what is still visible of masks painted over one another, connected or not.
    /// Its class is <paramref name="categories"/>[k - 1]. Regions are numbered anew from 0; sources tell k - 1.</summary>
    internal static (IReadOnlyList<ConnectedRegion> Regions, IReadOnlyList<int> Sources) FromNumbers(
        int width, int height, int[] numbers, IReadOnlyList<byte> categories, ConfidenceMap? confidence)
    {
        RunLengthMask[] masks = ColumnRunEncoder.Encode(width, height, numbers, categories.Count);
        long[]? sums = Sums(numbers, confidence, categories.Count);
        int[] visible = [.. Enumerable.Range(0, masks.Length).Where(i => masks[i].Area > 0)];
        return ([.. visible.Select((source, id) => Region(id, categories[source], masks[source], sums?[source]))], visible);
    }

    private static ConnectedRegion Region(int id, byte category, RunLengthMask mask, long? sum)
    {
        ConnectedRegion region = ConnectedRegion.FromMask(id, category, mask);
        return sum is { } levels ? region with { MeanConfidence = (double)levels / region.Area / ConfidenceMap.Scale } : region;
    }

    /// <summary>The sum of the confidence levels under each number, from 1 on.</summary>
    private static long[]? Sums(ReadOnlySpan<int> numbers, ConfidenceMap? confidence, int count)
    {
        if (confidence is null)
        {
            return null;
        }

        long[] sums = new long[count + 1];
        ReadOnlySpan<ushort> levels = confidence.Pixels;
        for (int i = 0; i < numbers.Length; i++)
        {
            sums[numbers[i]] += levels[i];
        }

        return sums[1..];
    }
}
