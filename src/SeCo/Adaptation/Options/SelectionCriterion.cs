namespace SeCo.Adaptation;

/// <summary>What chooses the best epoch. None but <see cref="ValidationTruth"/> reads ground truth.</summary>
public enum SelectionCriterion
{
    /// <summary>The last epoch is taken.</summary>
    Last,

    /// <summary>Mean IoU with the pseudo-labels of images that are kept out of training.</summary>
    PseudoLabels,

    /// <summary>Mutual information of image and class (entropy of the mean prediction less the mean entropy) on the images kept out of training.</summary>
    Information,

    /// <summary>Mean IoU on the validation labels, as the reference chooses; its figures are then no fair estimate.</summary>
    ValidationTruth,
}
