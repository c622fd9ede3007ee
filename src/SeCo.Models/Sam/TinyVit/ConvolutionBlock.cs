using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

/// <summary>A block of the first stage: widens the channels, mixes neighbours, narrows them, and adds the input. Source: Sandler et al.
/// 2018 (MBConv).</summary>
internal sealed class ConvolutionBlock : Layer
{
    private readonly NormedConvolution _widen;
    private readonly NormedConvolution _mix;
    private readonly NormedConvolution _narrow;

    public ConvolutionBlock(int channels, double ratio)
    {
        int wide = (int)(channels * ratio);
        _widen = Part("conv1", new NormedConvolution(channels, wide));
        _mix = Part("conv2", NormedConvolution.Depthwise(wide, kernel: 3));
        _narrow = Part("conv3", new NormedConvolution(wide, channels));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor wide = _widen.Forward(input, gelu: true);
        Tensor mixed = _mix.Forward(wide, gelu: true);
        wide.Dispose();
        return scope.Keep((input + _narrow.Forward(mixed)).Gelu());
    }
}
