namespace SeCo.Torch.Nn;

/// <summary>Normalises the channels of each image <c>[N, C, …]</c> in groups, then scales and shifts each channel.</summary>
public sealed class GroupNorm : Layer
{
    private readonly int _groups;
    private readonly double _epsilon;

    /// <summary>Creates the layer with scale 1 and shift 0.</summary>
    /// <param name="groups">Number of groups; divides the channels.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5)
    {
        (_groups, _epsilon) = (groups, epsilon);
        Weight = Parameter("weight", Tensor.Ones([channels]));
        Bias = Parameter("bias", Tensor.Zeros([channels]));
    }

    /// <summary>Scale <c>[C]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>Shift <c>[C]</c>.</summary>
    public Tensor Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.GroupNorm(_groups, Weight, Bias, _epsilon);
    }
}
