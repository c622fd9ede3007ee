namespace SeCo.RunFiles;

/// <summary>A mask in a file of the official generator, of SA-1B, or of kept answers. In files made elsewhere only the pixels must be there.</summary>
internal sealed record MaskFileRecord
{
    /// <summary>The number in the file, from 0; null in the official generator's form.</summary>
    public long? Id { get; init; }

    public required RunLengthRecord Segmentation { get; init; }

    public int? Area { get; init; }

    public ImageBox? Bbox { get; init; }

    [JsonConverter(typeof(MeasureJson))]
    public double PredictedIou { get; init; }

    public IReadOnlyList<ImagePoint>? PointCoords { get; init; }

    [JsonConverter(typeof(MeasureJson))]
    public double StabilityScore { get; init; }

    public ImageBox? CropBox { get; init; }

    /// <summary>In kept answers: the box that was prompted with.</summary>
    public ImageBox? PromptBox { get; init; }

    /// <summary>In kept answers: the points that were prompted with.</summary>
    public IReadOnlyList<ImagePoint>? PromptPoints { get; init; }

    /// <summary>In kept answers: the points beside the object that were prompted with.</summary>
    public IReadOnlyList<ImagePoint>? PromptOutside { get; init; }
}

/// <summary>The masks of one image with what is known of it: the form of SA-1B. Kept answers are such files with three fields more.</summary>
internal sealed record MaskSetRecord
{
    /// <summary>The field that holds the masks.</summary>
    public const string List = "annotations";

    public required MaskFileImage Image { get; init; }

    /// <summary>In kept answers: the segmenter's fingerprint.</summary>
    public string? Segmenter { get; init; }

    /// <summary>In kept answers: a hash of the image's size and pixels.</summary>
    public string? ImageHash { get; init; }

    /// <summary>In kept answers: a hash of what the file holds.</summary>
    public string? Digest { get; init; }

    public required IEnumerable<MaskFileRecord> Annotations { get; init; }
}
