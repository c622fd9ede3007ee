namespace SeCo.Torch.Nn;

/// <summary>Transposed convolution of images <c>[N, C, H, W]</c>, with <c>weight</c> <c>[in, out / groups, kH, kW]</c> and <c>bias</c> <c>[out]</c>.</summary>
public sealed class ConvTranspose2d : Layer
{
    private readonly Extent _stride;
    private readonly Extent _padding;
    private readonly Extent _outputPadding;
    private readonly Extent _dilation;
    private readonly int _groups;

    /// <summary>Creates the layer.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="kernel">Size of the kernel.</param>
    /// <param name="stride">Pixels of the output from one input pixel to the next; 1 where missing.</param>
    /// <param name="padding">Rows and columns cut off on each side of the output.</param>
    /// <param name="outputPadding">Rows and columns added at the bottom and the right.</param>
    /// <param name="groups">Number of parts into which the channels are divided.</param>
    /// <param name="dilation">Pixels from one kernel element to the next; 1 where missing.</param>
    /// <param name="bias">Has a bias.</param>
    /// <param name="random">Draws PyTorch's default first values; null leaves zeros, to be loaded.</param>
    public ConvTranspose2d(
        int inputs, int outputs, Extent kernel, Extent? stride = null, Extent padding = default, Extent outputPadding = default, int groups = 1,
        Extent? dilation = null, bool bias = true, RandomSource? random = null)
    {
        (_stride, _padding, _outputPadding, _groups, _dilation) = (stride ?? 1, padding, outputPadding, groups, dilation ?? 1);
        long[] shape = [inputs, outputs / groups, kernel.Height, kernel.Width];
        long fanIn = Initializers.FanIn(shape);
        Weight = Parameter("weight", Initializers.DefaultOrZeros(random, shape, fanIn));
        Bias = bias ? Parameter("bias", Initializers.DefaultOrZeros(random, [outputs], fanIn)) : null;
    }

    /// <summary>The kernels.</summary>
    public Tensor Weight { get; }

    /// <summary>What is added to each output channel; null where the layer has none.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.ConvTranspose2d(Weight, Bias, _stride, _padding, _outputPadding, _groups, _dilation);
    }
}
