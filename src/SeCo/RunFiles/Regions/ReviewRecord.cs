namespace SeCo.RunFiles;

/// <summary>A person's word on some pixels of an image.</summary>
internal sealed record ReviewRecord
{
    /// <summary>The pixels.</summary>
    public required RunLengthRecord Segmentation { get; init; }

    /// <summary>The smallest box around them.</summary>
    public Box? Bbox { get; init; }

    /// <summary>Their number.</summary>
    public int? Area { get; init; }

    /// <summary><c>confirmed</c>, <c>relabelled</c>, <c>rejected</c> or <c>drawn</c>.</summary>
    public required string Answer { get; init; }

    /// <summary>The class of the pixels; 255 for none.</summary>
    public required int Label { get; init; }

    /// <summary>The class that the region was shown with; null for drawn pixels.</summary>
    public int? Asked { get; init; }
}
