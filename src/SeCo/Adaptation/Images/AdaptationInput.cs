namespace SeCo.Adaptation;

/// <summary>The images of an adaptation.</summary>
public sealed record AdaptationInput
{
    /// <summary>Target images with labels to learn from. In <see cref="AdaptationSetting.Supervised"/>: all there is.</summary>
    public required IReadOnlyList<TrainingImage> Labelled { get; init; }

    /// <summary>Target images to learn from without labels.</summary>
    public IReadOnlyList<TrainingImage> Unlabelled { get; init; } = [];

    /// <summary>Labelled source images; for <see cref="AdaptationSetting.Uda"/>.</summary>
    public IReadOnlyList<TrainingImage> Source { get; init; } = [];

    /// <summary>Target images with pseudo-labels that are kept out of training, for the label-free choice of the epoch.</summary>
    public IReadOnlyList<TrainingImage> HeldOut { get; init; } = [];

    /// <summary>Images with ground truth, for reports (and for the choice of the epoch only with <see cref="SelectionCriterion.ValidationTruth"/>).</summary>
    public IReadOnlyList<TrainingImage> Validation { get; init; } = [];
}
