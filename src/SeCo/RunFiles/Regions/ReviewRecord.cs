namespace SeCo.RunFiles;

/// <summary>A person's word on some pixels of an image: the fields of <c>RegionReview</c>.</summary>
internal sealed record ReviewRecord
{
    public required RunLengthRecord Segmentation { get; init; }

    public Box? Bbox { get; init; }

    public int? Area { get; init; }

    public required string Answer { get; init; }

    public required int Label { get; init; }

    public int? Asked { get; init; }
}
