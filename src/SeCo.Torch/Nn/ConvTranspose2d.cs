namespace SeCo.Torch.Nn;

/// <summary>Transposed convolution of images <c>[N, C, H, W]</c>, with <c>weight</c> <c>[in, out, kH, kW]</c> and <c>bias</c> <c>[out]</c>.</summary>
public sealed class ConvTranspose2d : Layer
{
    private readonly Size2d _stride;

    /// <summary>Creates the layer of so many input and output channels; the stride is that of <see cref="Tensor.ConvTranspose2d"/>.
    /// A generator draws PyTorch's default first values; without one they are zeros, to be loaded.</summary>
    public ConvTranspose2d(int inputs, int outputs, Size2d kernel, Size2d? stride = null, bool bias = true, RandomSource? random = null)
    {
        _stride = stride ?? 1;
        long[] shape = [inputs, outputs, kernel.Height, kernel.Width];
        long fanIn = Initializers.FanIn(shape);
        Weight = Parameter("weight", Initializers.DefaultOrZeros(random, shape, fanIn));
        Bias = bias ? Parameter("bias", Initializers.DefaultOrZeros(random, [outputs], fanIn)) : null;
    }

    /// <summary>The kernels.</summary>
    public Tensor Weight { get; }

    /// <summary>What is added to each output channel; null where the layer has none.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => input.ConvTranspose2d(Weight, Bias, _stride);
}
