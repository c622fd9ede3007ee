namespace SeCo.Torch.Nn;

/// <summary>A module that makes one tensor from one tensor.</summary>
public abstract class Layer : Module
{
    /// <summary>Computes the layer.</summary>
    /// <returns>A tensor that belongs to the open scope or the caller.</returns>
    public abstract Tensor Forward(Tensor input);
}
