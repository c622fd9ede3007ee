namespace SeCo.Torch.Nn;

/// <summary>Normalises over the last dimensions, then scales and shifts element by element.</summary>
public class LayerNorm : Layer
{
    private readonly long[] _shape;
    private readonly double _epsilon;

    /// <summary>Creates the layer with scale 1 and shift 0.</summary>
    /// <param name="length">Length of the last dimension, over which it normalises.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm(int length, double epsilon = 1e-5)
    {
        _shape = [length];
        _epsilon = epsilon;
        Weight = Parameter("weight", Tensor.Ones(_shape));
        Bias = Parameter("bias", Tensor.Zeros(_shape));
    }

    /// <summary>Scale.</summary>
    public Tensor Weight { get; }

    /// <summary>Shift.</summary>
    public Tensor Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => input.LayerNorm(_shape, Weight, Bias, _epsilon);
}
