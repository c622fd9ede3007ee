using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Steps;
using SeCo.Imaging.Components;

namespace SeCo.Aggregation;

/// <summary>Pixel semantic aggregation (PSA, paper section 3.2): turns speckled pixel labels into whole regions with the help of a class-agnostic
/// segmenter.</summary>
public sealed partial class PixelSemanticAggregation
{
    /// <summary>Aggregates the pixel labels of one image.</summary>
    /// <param name="image">The image, prepared by a segmenter.</param>
    /// <param name="pixelLabels">Pixel labels, <c>[H, W]</c>, in the size of the image.</param>
    /// <param name="classes">The classes; their kinds decide which are aligned and which prompted.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Stops the work between steps.</param>
    /// <returns>The labels, and each painted mask with its origin and its visible pixels.</returns>
    /// <exception cref="ArgumentException">A label is not in the class set, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The segmenter answered with masks of another size or number.</exception>
    public static AggregationResult Aggregate(
        ISegmentedImage image, LabelMap pixelLabels, ClassSet classes, AggregationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(pixelLabels);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        classes.RequireArgument(pixelLabels);
        byte[] columnLabels = ColumnMajor.Transpose(pixelLabels.Pixels, pixelLabels.Width, pixelLabels.Height);
        RegionCanvas canvas = new(pixelLabels.Width, pixelLabels.Height);
        IReadOnlyList<int> aligned = options.Mode switch
        {
            AggregationMode.PromptOnly => [],
            AggregationMode.AlignOnly => [.. classes.Classes.Select(c => c.Id)],
            _ => classes.Stuff,
        };
        if (columnLabels.AsSpan().IndexOfAny([.. aligned.Select(id => (byte)id)]) >= 0)
        {
            Align(canvas, image, columnLabels, pixelLabels, aligned, options, cancellationToken);
        }

        if (options.Mode == AggregationMode.Psa && options.Things == ThingSource.Pixels)
        {
            PaintThingPixels(canvas, pixelLabels, classes, options.MinimumThingPixels);
        }
        else if (options.Mode != AggregationMode.AlignOnly)
        {
            IReadOnlyList<int> prompted = options.Mode == AggregationMode.PromptOnly ? [.. classes.Stuff, .. classes.Things] : classes.Things;
            IReadOnlyList<ThingPrompt> prompts = ThingPrompts.Create(pixelLabels, classes.Count, prompted, options);
            Prompt(canvas, image, columnLabels, pixelLabels, prompts, options, cancellationToken);
        }

        return canvas.Finish(columnLabels, classes, options.Unpainted);
    }

    private static void Align(
        RegionCanvas canvas, ISegmentedImage image, byte[] columnLabels, LabelMap labels, IReadOnlyList<int> aligned,
        AggregationOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<SegmentMask> masks = image.GenerateMasks(cancellationToken);
        RequireSize(masks, labels);
        RunLengthMask[] shapes = [.. masks.Select(m => m.Mask)];
        foreach (StuffAssignment assignment in StuffAlignment.Assign(columnLabels, shapes, aligned, options.StuffThreshold))
        {
            RegionOrigin origin = new(RegionOriginKind.StuffMask, masks[assignment.Mask].Score, null, []) { Mask = assignment.Mask, Share = assignment.Share };
            canvas.Paint(shapes[assignment.Mask], assignment.ClassId, origin);
        }
    }

    private static void PaintThingPixels(RegionCanvas canvas, LabelMap pixelLabels, ClassSet classes, int minimumPixels)
    {
        ComponentMap components = ConnectedComponents.Label(pixelLabels);
        IReadOnlyList<RunLengthMask> masks = components.ToRunLengthMasks();
        foreach (int thing in classes.Things)
        {
            (int first, int count) = components.OfClass((byte)thing);
            for (int i = 0; i < count; i++)
            {
                if (components.Components[first + i].Area >= minimumPixels)
                {
                    canvas.Paint(masks[first + i], thing, new RegionOrigin(RegionOriginKind.ThingPixels, null, null, []) { Component = i + 1 });
                }
            }
        }
    }

    private static void Prompt(
        RegionCanvas canvas, ISegmentedImage image, byte[] columnLabels, LabelMap labels, IReadOnlyList<ThingPrompt> prompts,
        AggregationOptions options, CancellationToken cancellationToken)
    {
        if (prompts.Count == 0)
        {
            return;
        }

        IReadOnlyList<SegmentMask> masks = image.Predict([.. prompts.Select(p => p.Question)], cancellationToken);
        RequireSize(masks, labels);
        if (masks.Count != prompts.Count)
        {
            throw new InvalidOperationException($"The segmenter answered {prompts.Count} prompts with {masks.Count} masks.");
        }

        double[] shares = new double[prompts.Count];
        Span<int> counts = stackalloc int[256];
        for (int i = 0; i < prompts.Count; i++)
        {
            ColumnMajor.Count(columnLabels, masks[i].Mask, counts);
            shares[i] = StuffAlignment.Share(counts, prompts[i].ClassId);
        }

        List<int> kept = [.. Enumerable.Range(0, prompts.Count).Where(i => shares[i] >= options.PromptThreshold)];
        if (options.Variant == AggregationVariant.Paper && options.OverlapFilter != OverlapFilter.None)
        {
            bool[] chosen = OverlapSelection.Keep([.. kept.Select(Candidate)], options.OverlapLimit);
            kept = [.. kept.Where((_, at) => chosen[at])];
        }

        foreach (int i in kept)
        {
            (int classId, int component, SegmentPrompt question) = prompts[i];
            canvas.Paint(masks[i].Mask, classId, new RegionOrigin(
                RegionOriginKind.ThingPrompt, masks[i].Score, question.Box, question.Points, Component: component, Share: shares[i]));
        }

        OverlapSelection.Candidate Candidate(int i) =>
            new(prompts[i].ClassId, masks[i].Mask, options.OverlapFilter == OverlapFilter.Score ? masks[i].Score : shares[i]);
    }

    private static void RequireSize(IReadOnlyList<SegmentMask> masks, LabelMap labels)
    {
        for (int i = 0; i < masks.Count; i++)
        {
            RunLengthMask mask = masks[i].Mask;
            if (mask.Width != labels.Width || mask.Height != labels.Height)
            {
                throw new InvalidOperationException($"The segmenter's mask {i} is {mask.Width} x {mask.Height}, expected {labels.Width} x {labels.Height}.");
            }
        }
    }
}
