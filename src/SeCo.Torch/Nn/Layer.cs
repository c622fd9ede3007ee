namespace SeCo.Torch.Nn;

/// <summary>A module that makes one tensor from one tensor.</summary>
public abstract class Layer : Module
{
    /// <summary>Computes the layer; what it makes on the way is released when it returns (autograd keeps what it needs).</summary>
    /// <returns>A tensor that belongs to the open scope or the caller.</returns>
    public Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using TensorScope scope = TensorScope.Open();
        return scope.Keep(Compute(input));
    }

    /// <summary>Computes the layer in a scope of its own.</summary>
    protected abstract Tensor Compute(Tensor input);
}
