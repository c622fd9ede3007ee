namespace SeCo.Correction;

/// <summary>How noisy regions are told from clean ones: the names of the rows of <see cref="Noise.NoiseRules"/>.</summary>
public enum NoiseRule
{
    /// <summary>A mixture of two Gaussians over all losses, run to convergence, with a noise probability that never falls where the loss rises (paper,
    /// with its gaps closed).</summary>
    Mixture,

    /// <summary>The same for each class, with a prior pooled over the classes, so that rare classes with large losses are not thrown out whole.</summary>
    ClassBalanced,

    /// <summary>A region is compared with its own class, and a class that the model is unsure of counts as noisier: the rank of the noise score within the
    /// class times the class's mean doubt to a power. The cleanest share of the labelled area is kept.</summary>
    ClassDoubt,

    /// <summary>The recipe that the paper takes from DivideMix, with its early stop and k-means start.</summary>
    ReferenceMixture,

    /// <summary>The reference implementation's quantile filters; regions that survive take the predicted class.</summary>
    ReferenceQuantiles,

    /// <summary>Every region takes the classifier's class; its probability, calibrated, says how far the label is to be trusted.</summary>
    Relabel,

    /// <summary>A region takes the classifier's class where that is likelier than its own, the model's confidence in its own being counted too.</summary>
    RelabelGain,

    /// <summary>As <see cref="RelabelGain"/>; a region whose label is doubtful even then loses it.</summary>
    RelabelOrReject,

    /// <summary>Every region keeps its class; the classifier only says how far it is to be trusted.</summary>
    Keep,
}
