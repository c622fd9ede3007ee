namespace SeCo.Adaptation;

/// <summary>The optimiser.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum: UniMatch's, and that of convolutional networks in this literature.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay: DAFormer's, and that of transformers.</summary>
    AdamW,
}
