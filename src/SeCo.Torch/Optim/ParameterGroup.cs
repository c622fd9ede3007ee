namespace SeCo.Torch.Optim;

/// <summary>Parameters that an optimiser treats alike.</summary>
/// <param name="Parameters">The parameters by name, as <see cref="Nn.Module.NamedParameters"/> gives them.
/// Names are unique over all groups of an optimiser.</param>
public sealed record ParameterGroup(IReadOnlyDictionary<string, Tensor> Parameters)
{
    /// <summary>Multiplies the learning rate of the step; 10 for a fresh head on a pretrained encoder, say. Default 1.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>Weight decay of this group; the optimiser's own where null.</summary>
    public double? WeightDecay { get; init; }
}
