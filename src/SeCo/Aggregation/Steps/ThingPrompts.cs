using SeCo.Aggregation.Segmenters;
using SeCo.Imaging.Components;
using SeCo.Imaging.Entropy;
using SeCo.Imaging.Geometry;

namespace SeCo.Aggregation.Steps;

/// <summary>The question that one component of pixel labels puts to the segmenter: the box around the object, inside the image, and one or two points on it.
/// Components are numbered within their class, from 1, in row-major order of first pixels; small ones count too.</summary>
internal sealed record ThingPrompt(int ClassId, int Component, SegmentPrompt Question);

/// <summary>Makes box and point prompts of the components of pixel labels (paper section 3.2, "box and point prompts").</summary>
internal static class ThingPrompts
{
    /// <summary>The prompts of an image.</summary>
    /// <returns>The prompts by class in the given order, then by first pixel. Components that are too small have none; nor have, in the reference
    /// variant, components whose rectangle has no area, such as lines one pixel thick.</returns>
    public static IReadOnlyList<ThingPrompt> Create(LabelMap labels, int classCount, IReadOnlyList<int> prompted, AggregationOptions options)
    {
        bool paper = options.Variant == AggregationVariant.Paper;
        ComponentMap map = ConnectedComponents.Label(labels);
        Lazy<float[]> entropies = new(() => WindowEntropy.Compute(labels, classCount, options.EntropyRadius));
        List<ThingPrompt> prompts = [];
        foreach (int classId in prompted)
        {
            (int first, int count) = map.OfClass((byte)classId);
            IEnumerable<Component> components = map.Components.Skip(first).Take(count);
            if (components.Sum(c => (long)c.Area) <= options.MinimumClassPixels)
            {
                continue;
            }

            for (int index = first; index < first + count; index++)
            {
                if (map.Components[index].Area >= options.MinimumThingPixels
                    && (paper ? EnlargedBox(map, index, options.BoxScale) : OffsetBox(map, index, options.OffsetRatio)) is { IsEmpty: false } box)
                {
                    bool byBorder = options.ThingPoints == ThingPoints.BorderDistance;
                    ImagePoint[] points = byBorder ? [BorderPoints.Inside(map, index)]
                        : paper ? [map.Components[index].Centroid] : PurePoints(map, index, entropies.Value);
                    ImagePoint[] outside = byBorder && BorderPoints.Outside(map, index, box) is { } point ? [point] : [];
                    prompts.Add(new ThingPrompt(classId, index - first + 1, new SegmentPrompt(box, points) { Outside = outside }));
                }
            }
        }

        return prompts;
    }

    /// <summary>The upright box of the component's rectangle, measured along the outer edges of its pixels and enlarged around its centre.</summary>
    private static Box EnlargedBox(ComponentMap map, int index, double scale)
    {
        // The outer edges lie half a pixel beyond the centres, so that a thin pole has a width to enlarge.
        ImagePoint[] corners = MinimumAreaRectangle.Of(map.Runs(index)).Grow(1).Scale(scale).Corners();
        Box box = new(
            (int)Math.Floor(Snap(corners.Min(c => c.X) + 0.5)),
            (int)Math.Floor(Snap(corners.Min(c => c.Y) + 0.5)),
            (int)Math.Ceiling(Snap(corners.Max(c => c.X) + 0.5)),
            (int)Math.Ceiling(Snap(corners.Max(c => c.Y) + 0.5)));
        return box.Clip(map.Width, map.Height);
    }

    /// <summary>The bounds of the component's rectangle through pixel centres after a polygon offset; null where it has no area.</summary>
    private static Box? OffsetBox(ComponentMap map, int index, double ratio)
    {
        RotatedRectangle rectangle = MinimumAreaRectangle.Of(map.Runs(index));
        if (rectangle.Area < 1e-9)
        {
            return null;
        }

        ImagePoint[] corners = [.. rectangle.Corners().Select(c => new ImagePoint(Snap(c.X), Snap(c.Y)))];
        return PolygonOffset.Bounds(corners, rectangle.Area * ratio / rectangle.Perimeter)?.Clip(map.Width, map.Height);
    }

    /// <summary>To a thousandth of a pixel: a corner at 266 must not become 265 by rounding noise.</summary>
    private static double Snap(double coordinate) => Math.Round(coordinate, 3);

    /// <summary>The least-entropy pixel of each half of the component. With n pixels in row-major order the halves are 0…n/2 and n/2+1…2(n/2); the second
    /// exists only where n is odd, and with an even n the last pixels are never looked at: the reference's rule.</summary>
    private static ImagePoint[] PurePoints(ComponentMap map, int index, float[] entropies)
    {
        int pixels = map.Components[index].Area, half = pixels / 2;
        ImagePoint first = Purest(map, index, entropies, 0, half + 1);
        return pixels % 2 == 0 ? [first] : [first, Purest(map, index, entropies, half + 1, pixels)];
    }

    private static ImagePoint Purest(ComponentMap map, int index, float[] entropies, int from, int to)
    {
        float least = float.PositiveInfinity;
        ImagePoint point = default;
        int position = 0;
        foreach (PixelRun run in map.Runs(index))
        {
            int start = Math.Max(from - position, 0), end = Math.Min(to - position, run.Length);
            for (int i = start; i < end; i++)
            {
                float entropy = entropies[(run.Y * map.Width) + run.X0 + i];
                if (entropy < least)
                {
                    least = entropy;
                    point = new ImagePoint(run.X0 + i, run.Y);
                }
            }

            position += run.Length;
        }

        return point;
    }
}
