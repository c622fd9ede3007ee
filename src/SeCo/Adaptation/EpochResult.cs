namespace SeCo.Adaptation;

/// <summary>What an epoch has come to. Measures are null where they were not taken: there were no images for them.</summary>
public sealed record EpochResult
{
    /// <summary>Epochs done, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Mean of the loss over the steps since the last result.</summary>
    public required double Loss { get; init; }

    /// <summary>Mean IoU with the pseudo-labels of the images that are kept out of training, in [0, 1].</summary>
    public double? PseudoLabelMiou { get; init; }

    /// <summary>Mutual information of image and class on the images that are kept out of training, in nats: entropy of the mean prediction less the mean entropy of predictions.</summary>
    public double? Information { get; init; }

    /// <summary>Mean IoU with the truth of the validation images, in [0, 1], over the classes that are there.</summary>
    public double? ValidationMiou { get; init; }

    /// <summary>IoU of each class on the validation images, in [0, 1], by id; NaN where a class is neither true nor predicted. Empty without validation images.</summary>
    public IReadOnlyList<double> ValidationIou { get; init; } = [];

    /// <summary>The score that a criterion goes by, larger is better; null where it was not taken, or for <see cref="SelectionCriterion.Last"/>.</summary>
    public double? Score(SelectionCriterion criterion) => criterion switch
    {
        SelectionCriterion.PseudoLabels => PseudoLabelMiou,
        SelectionCriterion.Information => Information,
        SelectionCriterion.ValidationTruth => ValidationMiou,
        _ => null,
    };
}
