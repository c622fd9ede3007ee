using SeCo.Imaging;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Correction.Regions;

/// <summary>Turns a label map into its connected regions (paper section 3.3; the reference's <c>gen_ins_mask.py</c>).</summary>
/// <remarks>Time is linear in the pixels, however many regions there are.</remarks>
public static class RegionExtraction
{
    /// <summary>The 8-connected components of every class; classes ascending, then in the reference's order (by first 2 x 2 block).</summary>
    /// <param name="labels">The label map, <c>[H, W]</c>; 255 belongs to no region.</param>
    /// <param name="truth">Ground truth for reports, resized (nearest) where its size differs; null where there is none.</param>
    /// <param name="confidence">The confidence of each pixel, in the size of <paramref name="labels"/>; null where unknown.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <returns>The regions, numbered from 0.</returns>
    /// <exception cref="ArgumentException">The confidences differ in size from the labels, or an option is invalid.</exception>
    public static IReadOnlyList<ConnectedRegion> FromLabels(
        LabelMap labels, LabelMap? truth = null, ConfidenceMap? confidence = null, RegionExtractionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        options ??= new RegionExtractionOptions();
        options.Validate();
        RegionMeasure measure = new(labels.Width, labels.Height, truth, options.TruthIds, confidence);
        ComponentMap components = ConnectedComponents.Label(Replaced(labels, options.LabelIds), ComponentOrder.FirstBlock);
        IReadOnlyList<RunLengthMask> masks = components.ToRunLengthMasks();
        List<ConnectedRegion> regions = new(masks.Count);
        for (int i = 0; i < masks.Count; i++)
        {
            Component component = components.Components[i];
            if (component.Area >= options.MinimumArea)
            {
                ConnectedRegion region = new()
                {
                    Id = regions.Count,
                    CategoryId = component.Label,
                    Mask = masks[i],
                    Area = component.Area,
                    Bounds = component.Bounds,
                };
                regions.Add(measure.Complete(region, components.Runs(i)));
            }
        }

        return regions;
    }

    /// <summary>One region for each number of a map: what is still visible of masks painted over one another, connected or not.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="numbers"><c>[H, W]</c>: 0 for no region, k for <paramref name="categories"/>[k - 1].</param>
    /// <param name="categories">The class of each number; 255 leaves the number out.</param>
    /// <param name="truth">Ground truth for reports, resized (nearest) where its size differs; null where there is none.</param>
    /// <param name="confidence">The confidence of each pixel; null where unknown.</param>
    /// <param name="options">Settings; null for the defaults. <see cref="RegionExtractionOptions.LabelIds"/> applies to the categories.</param>
    /// <returns>The visible regions in the order of their numbers, numbered anew from 0, and the index into <paramref name="categories"/> of each.</returns>
    /// <exception cref="ArgumentException">Sizes differ, a number has no category, or an option is invalid.</exception>
    public static (IReadOnlyList<ConnectedRegion> Regions, IReadOnlyList<int> Sources) FromNumbers(
        int width,
        int height,
        ReadOnlyMemory<int> numbers,
        IReadOnlyList<byte> categories,
        LabelMap? truth = null,
        ConfidenceMap? confidence = null,
        RegionExtractionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(categories);
        options ??= new RegionExtractionOptions();
        options.Validate();
        RegionMeasure measure = new(width, height, truth, options.TruthIds, confidence);
        NumberedRuns runs = new(width, height, numbers.Span, categories.Count);
        RunLengthMask[] masks = ColumnRunEncoder.Encode(width, height, numbers.Span, categories.Count);
        List<ConnectedRegion> regions = [];
        List<int> sources = [];
        for (int i = 0; i < masks.Length; i++)
        {
            byte category = options.LabelIds is { } ids ? ids[categories[i]] : categories[i];
            long area = masks[i].Area;
            if (category != LabelMap.Ignore && area >= options.MinimumArea)
            {
                ConnectedRegion region = new() { Id = regions.Count, CategoryId = category, Mask = masks[i], Area = area, Bounds = masks[i].Bounds };
                regions.Add(measure.Complete(region, runs.Of(i)));
                sources.Add(i);
            }
        }

        return (regions, sources);
    }

    private static LabelMap Replaced(LabelMap labels, LabelIdMap? ids)
    {
        if (ids is null)
        {
            return labels;
        }

        LabelMap replaced = labels.Clone();
        ids.Apply(replaced.Pixels);
        return replaced;
    }
}
