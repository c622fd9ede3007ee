namespace SeCo.Aggregation.Segmenters;

/// <summary>A question to the segmenter: the object in this box, at these points.</summary>
/// <param name="Box">The box around the object, inside the image, or null where only points are given.</param>
/// <param name="Points">Points on the object, in pixels; may be empty where there is a box.</param>
public sealed record SegmentPrompt(Box? Box, IReadOnlyList<ImagePoint> Points)
{
    /// <summary>Points beside the object. A segmenter that knows no such points leaves them out.</summary>
    public IReadOnlyList<ImagePoint> Outside { get; init; } = [];
}
