namespace SeCo.Torch.Nn;

/// <summary>Convolution of images <c>[N, C, H, W]</c>, with <c>weight</c> <c>[out, in / groups, kH, kW]</c> and <c>bias</c> <c>[out]</c>.</summary>
public sealed class Conv2d : Layer
{
    private readonly Size2d _stride;
    private readonly Size2d _padding;
    private readonly Size2d _dilation;
    private readonly int _groups;

    /// <summary>Creates the layer of so many input and output channels; stride, padding, dilation and groups are those of <see cref="Tensor.Conv2d"/>.
    /// A generator draws PyTorch's default first values; without one they are zeros, to be loaded.</summary>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public Conv2d(
        int inputs, int outputs, Size2d kernel, Size2d? stride = null, Size2d padding = default, Size2d? dilation = null, int groups = 1, bool bias = true,
        RandomSource? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException($"{groups} groups do not divide {inputs} input and {outputs} output channels.", nameof(groups));
        }

        (_stride, _padding, _dilation, _groups) = (stride ?? 1, padding, dilation ?? 1, groups);
        long[] shape = [outputs, inputs / groups, kernel.Height, kernel.Width];
        long fanIn = Initializers.FanIn(shape);
        Weight = Parameter("weight", Initializers.DefaultOrZeros(random, shape, fanIn));
        Bias = bias ? Parameter("bias", Initializers.DefaultOrZeros(random, [outputs], fanIn)) : null;
    }

    /// <summary>The kernels.</summary>
    public Tensor Weight { get; }

    /// <summary>What is added to each output channel; null where the layer has none.</summary>
    public Tensor? Bias { get; }

    /// <summary>Computes the layer and a norm behind it, in one where that may be (<see cref="NormFolding"/>).</summary>
    /// <returns>A tensor that belongs to the open scope or the caller.</returns>
    public Tensor Forward(Tensor input, BatchNorm2d norm)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(norm);
        return TensorScope.Run(() =>
        {
            if (!NormFolding.IsOpen || norm.IsTraining)
            {
                return norm.Forward(Compute(input));
            }

            (Tensor scale, Tensor shift) = norm.AsAffine();
            return input.Conv2d(
                Weight * scale.Reshape(-1, 1, 1, 1), Bias is null ? shift : shift + (Bias * scale), _stride, _padding, _dilation, _groups);
        });
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => input.Conv2d(Weight, Bias, _stride, _padding, _dilation, _groups);
}
