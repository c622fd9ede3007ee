namespace SeCo.Torch.Nn;

/// <summary>A function without parameters as a layer of a <see cref="Sequential"/>.</summary>
/// <param name="function">The function.</param>
public sealed class Activation(Func<Tensor, Tensor> function) : Layer
{
    /// <summary>max(x, 0).</summary>
    public static Activation Relu() => new(x => x.Relu());

    /// <summary>min(max(x, 0), 6).</summary>
    public static Activation Relu6() => new(x => x.Relu6());

    /// <summary>x · Φ(x).</summary>
    public static Activation Gelu() => new(x => x.Gelu());

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => function(input);
}
