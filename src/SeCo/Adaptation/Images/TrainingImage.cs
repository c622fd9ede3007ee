namespace SeCo.Adaptation;

/// <summary>One image as adaptation sees it.</summary>
public sealed record TrainingImage
{
    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>The image file.</summary>
    public required string ImagePath { get; init; }

    /// <summary>Its labels (label PNG; 255 = none): pseudo-labels for the target, the truth for the source. Null for an unlabelled image.</summary>
    public string? LabelPath { get; init; }

    /// <summary>How the ids in the label file become ids of the class set; null where they are the same.</summary>
    public LabelIdMap? LabelMap { get; init; }

    /// <summary>What the model that the labels come from answered for every pixel (label PNG); for class weights of coverage. Null where there is
    /// none.</summary>
    public string? AnswerPath { get; init; }

    /// <summary>Its regions with verdicts, the pool for pasting; null where there are none.</summary>
    public string? RegionPath { get; init; }
}
