namespace SeCo.Torch.Nn;

/// <summary>Transposed convolution of images <c>[N, C, H, W]</c>, with <c>weight</c> <c>[in, out, kH, kW]</c> and <c>bias</c> <c>[out]</c>.</summary>
public sealed class ConvTranspose2d : Layer
{
    private readonly Size2d _stride;

    /// <summary>Creates the layer.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="kernel">Size of the kernel.</param>
    /// <param name="stride">Pixels of the output from one input pixel to the next; 1 where missing.</param>
    /// <param name="bias">Has a bias.</param>
    /// <param name="random">Draws PyTorch's default first values; null leaves zeros, to be loaded.</param>
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
