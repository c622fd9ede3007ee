namespace SeCo.Evaluation;

/// <summary>How well one class was predicted. "Covered" leaves out pixels without a prediction; "strict" counts them as wrong.</summary>
public sealed record ClassScores
{
    /// <summary>The class, 0…K-1.</summary>
    public required int Id { get; init; }

    /// <summary>The class's name.</summary>
    public required string Name { get; init; }

    /// <summary>Intersection over union, covered, in [0, 1]; NaN where the class is neither predicted nor true.</summary>
    public required double Iou { get; init; }

    /// <summary>Intersection over union, strict, in [0, 1]; NaN where the class is neither predicted nor true.</summary>
    public required double IouStrict { get; init; }

    /// <summary>Share of the class's pixels that are predicted rightly (recall), covered, in [0, 1]; NaN where there is none.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Share of the class's pixels that are predicted rightly (recall), strict, in [0, 1]; NaN where there is none.</summary>
    public required double AccuracyStrict { get; init; }

    /// <summary>Pixels of this class in the ground truth, with a prediction or without.</summary>
    public required long TargetPixels { get; init; }

    /// <summary>Pixels of this class in the ground truth that have a prediction.</summary>
    public required long CoveredPixels { get; init; }

    /// <summary>Pixels predicted as this class, where the ground truth is known.</summary>
    public required long PredictedPixels { get; init; }

    /// <summary>Pixels of this class predicted as this class: the intersection.</summary>
    public required long CorrectPixels { get; init; }
}
