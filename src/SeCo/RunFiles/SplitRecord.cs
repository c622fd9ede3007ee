namespace SeCo.RunFiles;

/// <summary>Which images an adaptation learns from, and how: <c>split.json</c>.</summary>
public sealed record SplitRecord : VersionedFile
{
    /// <summary>The rule: <c>trust</c>, <c>coverage</c> or <c>all</c>.</summary>
    public string? Rule { get; init; }

    /// <summary>Number of labelled images.</summary>
    public required int Labelled { get; init; }

    /// <summary>Number of unlabelled images.</summary>
    public required int Unlabelled { get; init; }

    /// <summary>Number of images that are kept out of training.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Every image with its measures.</summary>
    public IReadOnlyList<SplitImage> Images { get; init => field = value ?? []; } = [];
}
