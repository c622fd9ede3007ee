namespace SeCo.Torch.Nn;

/// <summary>A function without parameters as a layer of a <see cref="Sequential"/>.</summary>
/// <param name="function">The function.</param>
/// <param name="inPlace">The same in the tensor's own memory; null where there is none.</param>
public sealed class Activation(Func<Tensor, Tensor> function, Action<Tensor>? inPlace = null) : Layer
{
    /// <summary>The function in a tensor's own memory; null where there is none.</summary>
    internal Action<Tensor>? InPlace => inPlace;

    /// <summary>max(x, 0).</summary>
    public static Activation Relu() => new(x => x.Relu(), x => x.ReluInPlace());

    /// <summary>min(max(x, 0), 6).</summary>
    public static Activation Relu6() => new(x => x.Relu6(), x => x.Relu6InPlace());

    /// <summary>x · Φ(x).</summary>
    public static Activation Gelu() => new(x => x.Gelu());

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => function(input);
}
