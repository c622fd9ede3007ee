namespace SeCo.Models.ResNet;

/// <summary>What the norms of a ResNet do in training.</summary>
public enum ResNetNorm
{
    /// <summary>Batch norms: scale and shift are trained, the statistics follow the batches. Default.</summary>
    Batch,

    /// <summary>Batch norms whose scale and shift are not trained, while the statistics follow the batches: AdaptSegNet's and ADVENT's.</summary>
    FixedScale,

    /// <summary>Scale, shift and statistics never change, and no epsilon is added to the variance: DT-ST's and FADA's.</summary>
    Frozen,
}
