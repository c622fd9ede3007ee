namespace SeCo.Torch.Nn;

/// <summary>A function without parameters as a layer of a <see cref="Sequential"/>.</summary>
public sealed class Activation : Layer
{
    private readonly Func<Tensor, Tensor> _function;

    /// <summary>Creates the layer.</summary>
    public Activation(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
    }

    /// <summary>max(x, 0).</summary>
    public static Activation Relu() => new(x => x.Relu());

    /// <summary>min(max(x, 0), 6).</summary>
    public static Activation Relu6() => new(x => x.Relu6());

    /// <summary>x · Φ(x).</summary>
    public static Activation Gelu() => new(x => x.Gelu());

    /// <summary>The input itself.</summary>
    public static Activation Identity() => new(x => x);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _function(input);
}
