namespace SeCo.Torch.Nn;

/// <summary>x where it is positive, else x times a learned slope <c>weight</c>.</summary>
public sealed class PRelu : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="slopes">One slope for all, or one for each channel.</param>
    /// <param name="initial">First value of the slopes.</param>
    public PRelu(int slopes = 1, double initial = 0.25) => Weight = Parameter("weight", Tensor.Full([slopes], initial));

    /// <summary>The slopes.</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => input.Prelu(Weight);
}
