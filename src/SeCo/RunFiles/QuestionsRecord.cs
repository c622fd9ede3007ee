namespace SeCo.RunFiles;

/// <summary>What a person was asked: the classes, and the regions as they were given out.</summary>
internal sealed record QuestionsRecord : VersionedFile
{
    public required ClassSetRecord ClassSet { get; init; }

    /// <summary>The images; taken one at a time when they are written.</summary>
    public required IEnumerable<QuestionImage> Images { get; init; }
}

/// <summary>An image with the regions that a person was asked about, each with the class that it was shown with. Its file is relative to the dataset's root;
/// null where it is called like the image.</summary>
internal sealed record QuestionImage(string Name, string? File, int Width, int Height, IReadOnlyList<RegionRecord> Regions);
