namespace SeCo.Models.Sam;

/// <summary>What is asked about an image: a batch of B prompts, each of points, a box, a mask, or several of these. The tensors stay the caller's.</summary>
/// <remarks>Coordinates are (x, y) in the model's frame: pixels of the resized image, before the half pixel that the encoder of prompts adds.</remarks>
public sealed record SamPrompts
{
    /// <summary>float32 <c>[B, N, 2]</c>, or null for no points.</summary>
    public Tensor? PointCoordinates { get; init; }

    /// <summary>float32 <c>[B, N]</c>: 1 on the object, 0 off it, -1 for no point at all (to fill up a batch). Given where points are.</summary>
    public Tensor? PointLabels { get; init; }

    /// <summary>float32 <c>[B, 4]</c>: x0, y0, x1, y1, or null for no boxes.</summary>
    public Tensor? Boxes { get; init; }

    /// <summary>Logits of low resolution from an earlier answer, float32 <c>[B, 1, 4g, 4g]</c> with g the side of the image embedding, or null.</summary>
    public Tensor? Masks { get; init; }

    /// <summary>Number of prompts.</summary>
    public long Count => PointCoordinates?.Shape[0] ?? Boxes?.Shape[0] ?? Masks?.Shape[0] ?? 1;

    /// <summary>Refuses shapes that do not belong together, mask prompts that are not of this side among them.</summary>
    internal void Validate(int lowResolution)
    {
        long count = Count;
        Check(PointCoordinates, "points", [count, PointCoordinates is { Rank: 3 } points ? points.Shape[1] : -1, 2]);
        Check(PointLabels, "labels of points", [count, PointCoordinates is { Rank: 3 } labelled ? labelled.Shape[1] : -1]);
        Check(Boxes, "boxes", [count, 4]);
        Check(Masks, "masks", [count, 1, lowResolution, lowResolution]);
        if ((PointCoordinates is null) != (PointLabels is null))
        {
            throw new ArgumentException("Points and their labels are given together.");
        }
    }

    private static void Check(Tensor? tensor, string name, long[] expected)
    {
        if (tensor is not null && (tensor.DType != DType.Float32 || !tensor.Shape.SequenceEqual(expected)))
        {
            throw new ArgumentException($"The prompts' {name} are {tensor}, expected float32 [{string.Join(", ", expected)}].");
        }
    }
}
