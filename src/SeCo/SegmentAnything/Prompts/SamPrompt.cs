using SeCo.Imaging;

namespace SeCo.SegmentAnything;

/// <summary>A question to the model about one thing: points, a box, a rough mask, or several of these.</summary>
public sealed record SamPrompt
{
    /// <summary>Points in and beside the thing; they must lie in the image.</summary>
    public IReadOnlyList<SamPoint> Points { get; init; } = [];

    /// <summary>A box around the thing; it must not be empty and must meet the image.</summary>
    public ImageBox? Box { get; init; }

    /// <summary>
    /// Logits of a mask at low resolution, <c>[4g, 4g]</c> row-major where g is the embedding's side (256 x 256 for the published models): an
    /// earlier answer's <see cref="SamMask.LowResolutionLogits"/>. Empty for none.
    /// </summary>
    public ReadOnlyMemory<float> Mask { get; init; }
}
