namespace SeCo.SegmentAnything;

/// <summary>A question to the model about one thing: points, a box, a rough mask, or several of these.</summary>
public sealed record SamPrompt
{
    /// <summary>Points in and beside the thing; they must lie in the image.</summary>
    public IReadOnlyList<ImagePoint> Points { get; init; } = [];

    /// <summary>What each point says; empty where all are in the thing.</summary>
    public IReadOnlyList<PointLabel> Labels { get; init; } = [];

    /// <summary>A box around the thing; it must not be empty and must meet the image.</summary>
    public ImageBox? Box { get; init; }

    /// <summary>Logits of a mask at low resolution, <c>[4g, 4g]</c> row-major where g is the embedding's side (256 x 256 for the published models): an
    /// earlier answer's <see cref="SamMask.LowResolutionLogits"/>. Empty for none.</summary>
    public ReadOnlyMemory<float> Mask { get; init; }

    /// <summary>What a point says.</summary>
    internal PointLabel LabelOf(int point) => Labels.Count == 0 ? PointLabel.Inside : Labels[point];

    /// <summary>What makes the prompt meaningless, for a message; null where it means something. The official implementation answers with some mask or
    /// other.</summary>
    internal string? FaultFor(int width, int height, int side)
    {
        string image = $"outside the image of {width} x {height} pixels";
        if (Points.Count == 0 && Box is null && Mask.IsEmpty)
        {
            return " is empty, expected points, a box or a mask.";
        }

        if (Labels.Count > 0 && Labels.Count != Points.Count)
        {
            return $" has {Points.Count} points and {Labels.Count} labels, expected equally many.";
        }

        for (int i = 0; i < Points.Count; i++)
        {
            ImagePoint point = Points[i];
            if (!Enum.IsDefined(LabelOf(i)))
            {
                return $": the point ({point.X}, {point.Y}) has the label {(int)LabelOf(i)}, expected 1 (inside), 0 (outside) or -1 (not a point).";
            }

            if (LabelOf(i) != PointLabel.NotAPoint && !(point.X >= 0 && point.X <= width && point.Y >= 0 && point.Y <= height))
            {
                return $": the point ({point.X}, {point.Y}) lies {image}. Points are x, y in pixels of the original image.";
            }
        }

        if (Box is { } box)
        {
            string corners = $": the box from ({box.X0}, {box.Y0}) to ({box.X1}, {box.Y1})";
            if (!(box.X1 > box.X0 && box.Y1 > box.Y0))
            {
                return $"{corners} is empty, expected x0 < x1 and y0 < y1. Is it x, y, width, height?";
            }

            if (!(box.X1 > 0 && box.Y1 > 0 && box.X0 < width && box.Y0 < height && double.IsFinite(box.X0 + box.Y0 + box.X1 + box.Y1)))
            {
                return $"{corners} lies {image}. Boxes are x0, y0, x1, y1 in pixels of the original image.";
            }
        }

        return Mask.IsEmpty || (Mask.Length == side * side && TensorPrimitives.IsFiniteAll(Mask.Span)) ? null
            : Mask.Length == side * side ? ": the mask holds values that are no numbers (NaN or infinity), expected the logits of an earlier answer."
            : $": the mask has {Mask.Length} values, expected the {side} x {side} logits of an earlier answer.";
    }
}
