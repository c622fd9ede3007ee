namespace SeCo.RunFiles;

/// <summary>Measures of label maps against ground truth, shares in [0, 1]. A measure is not a number where there is nothing to measure, and null where nothing
/// was measured.</summary>
public abstract record ScoresRecord : VersionedFile
{
    /// <summary>The class set's name; null without truth.</summary>
    public string? Classes { get; init; }

    /// <summary>Images that were compared; without truth, images of the run.</summary>
    public int? Images { get; init; }

    /// <summary>Mean intersection over union of the labelled pixels.</summary>
    public double? Miou { get; init; }

    /// <summary>Share of the labelled pixels that are right.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Share of the pixels with truth that have a label.</summary>
    public double? Coverage { get; init; }

    /// <summary>Mean intersection over union, pixels without a label counted as wrong.</summary>
    public double? MiouStrict { get; init; }

    /// <summary>Share of all pixels that are right.</summary>
    public double? AccuracyStrict { get; init; }

    /// <summary>Mean over classes of their accuracy, of the labelled pixels.</summary>
    public double? MeanAccuracy { get; init; }

    /// <summary>The same of all pixels.</summary>
    public double? MeanAccuracyStrict { get; init; }

    /// <summary>The reference implementation's mean, of the labelled pixels.</summary>
    public double? MiouReference { get; init; }

    /// <summary>The same of all pixels.</summary>
    public double? MiouReferenceStrict { get; init; }

    /// <summary>Every class, by id; null without truth.</summary>
    public IReadOnlyList<ClassScoresRecord>? PerClass { get; init; }
}
