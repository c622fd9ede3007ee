using SeCo.Imaging.Components;

namespace SeCo.Correction;

/// <summary>The quickest look at a label map: its regions, the most doubtful first, judged by a model's answers alone. Needs no segmenter and no
/// training.</summary>
/// <remarks>A region is 8-connected and of one class; pixels without a label (255) belong to none. Its quality is the mean probability that the model gives
/// the label (the "self-confidence" of confident learning, Northcutt et al. 2021, averaged over a region). <see cref="SemanticConnectivityCorrection"/>
/// judges better, as it also looks at the image, but needs many images and a run.</remarks>
/// <example>
/// <code>
/// foreach (RankedRegion doubt in RegionRanking.Rank(labels, predictions, confidence, classes).Take(10))
/// {
///     Console.WriteLine($"{classes.Classes[doubt.Region.CategoryId].Name} at {doubt.Region.Bounds}: {doubt.Quality:0.00}");
/// }
/// </code>
/// </example>
public static class RegionRanking
{
    /// <summary>Ranks by the model's best class and its probability; the rest of the probability is taken to be spread evenly over the other
    /// classes.</summary>
    /// <param name="labels">The labels to judge, <c>[H, W]</c>: 0…K-1, or 255 for none.</param>
    /// <param name="predictions">The model's class of every pixel, <c>[H, W]</c>; may be the labels themselves. Where it is 255, every class has the same
    /// probability.</param>
    /// <param name="confidence">The probability of that class, <c>[H, W]</c>.</param>
    /// <param name="classes">The class set of K classes.</param>
    /// <param name="minArea">Leaves out regions of fewer pixels.</param>
    /// <returns>The regions, lowest quality first; equal ones larger first, then in the order of class and first pixel.</returns>
    /// <exception cref="ArgumentException">Sizes that differ, or labels outside the class set.</exception>
    public static IReadOnlyList<RankedRegion> Rank(LabelMap labels, LabelMap predictions, ConfidenceMap confidence, ClassSet classes, int minArea = 1)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(confidence);
        ArgumentNullException.ThrowIfNull(classes);
        classes.RequireArgument(labels);
        classes.RequireArgument(predictions);
        if (!labels.HasSizeOf(predictions) || !labels.HasSizeOf(confidence))
        {
            throw new ArgumentException(
                $"The predictions are {predictions.Width} x {predictions.Height} pixels, the confidences {confidence.Width} x {confidence.Height}, "
                + $"but the labels {labels.Width} x {labels.Height}.");
        }

        ComponentMap components = ConnectedComponents.Label(labels);
        double[] sums = new double[components.Components.Count * classes.Count];
        for (int i = 0; i < labels.Pixels.Length; i++)
        {
            if (components.Pixels[i] - 1 is int region and >= 0)
            {
                Span<double> sum = sums.AsSpan(region * classes.Count, classes.Count);
                byte best = predictions.Pixels[i];
                double probability = best == LabelMap.Ignore ? 1.0 / classes.Count : (double)confidence.Pixels[i] / ConfidenceMap.Scale;
                double rest = best == LabelMap.Ignore ? probability : (1 - probability) / Math.Max(1, classes.Count - 1);
                for (int c = 0; c < sum.Length; c++)
                {
                    sum[c] += c == best ? probability : rest;
                }
            }
        }

        return Sorted(components, sums, classes.Count, minArea);
    }

    /// <summary>Ranks by the model's probabilities of all classes.</summary>
    /// <param name="labels">The labels to judge, <c>[H, W]</c>: 0…K-1, or 255 for none.</param>
    /// <param name="probabilities"><c>[K, H, W]</c>, in [0, 1], as a network's softmax gives them.</param>
    /// <param name="classes">The class set of K classes.</param>
    /// <param name="minArea">Leaves out regions of fewer pixels.</param>
    /// <returns>The regions, lowest quality first; equal ones larger first, then in the order of class and first pixel.</returns>
    /// <exception cref="ArgumentException">Another number of probabilities, one outside [0, 1], or labels outside the class set.</exception>
    public static IReadOnlyList<RankedRegion> Rank(LabelMap labels, ReadOnlySpan<float> probabilities, ClassSet classes, int minArea = 1)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        classes.RequireArgument(labels);
        int pixels = labels.Pixels.Length;
        if (probabilities.Length != (long)classes.Count * pixels)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities, expected {classes.Count} classes x {labels.Height} rows x {labels.Width} columns.",
                nameof(probabilities));
        }

        int odd = probabilities.IndexOfAnyExceptInRange(0f, 1f);
        if (odd >= 0)
        {
            throw new ArgumentException(
                $"Probability {probabilities[odd]} of class {odd / pixels} at ({odd % pixels % labels.Width}, {odd % pixels / labels.Width}), "
                + "expected 0 to 1. Give probabilities, not logits.", nameof(probabilities));
        }

        ComponentMap components = ConnectedComponents.Label(labels);
        double[] sums = new double[components.Components.Count * classes.Count];
        for (int c = 0; c < classes.Count; c++)
        {
            ReadOnlySpan<float> plane = probabilities.Slice(c * pixels, pixels);
            for (int i = 0; i < pixels; i++)
            {
                if (components.Pixels[i] - 1 is int region and >= 0)
                {
                    sums[(region * classes.Count) + c] += plane[i];
                }
            }
        }

        return Sorted(components, sums, classes.Count, minArea);
    }

    private static RankedRegion[] Sorted(ComponentMap components, double[] sums, int classes, int minArea)
    {
        IEnumerable<RankedRegion> ranked = components.ToRunLengthMasks().Select((mask, i) =>
        {
            Component component = components.Components[i];
            ReadOnlySpan<double> sum = sums.AsSpan(i * classes, classes);
            return new RankedRegion(
                ConnectedRegion.FromMask(i, component.Label, mask), sum[component.Label] / component.Area, (byte)TensorPrimitives.IndexOfMax(sum));
        });
        return [.. ranked.Where(r => r.Region.Area >= minArea).OrderBy(r => r.Quality).ThenByDescending(r => r.Region.Area).ThenBy(r => r.Region.Id)];
    }
}
