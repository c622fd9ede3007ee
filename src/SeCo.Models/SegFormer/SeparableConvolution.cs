using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>A dilated 3×3 convolution of each channel, then a 1×1 of all;
/// each with norm and rectifier (OpenMMLab's <c>DepthwiseSeparableConvModule</c>).</summary>
internal sealed class SeparableConvolution : Layer
{
    private readonly ConvolutionNorm _depthwise;
    private readonly ConvolutionNorm _pointwise;

    /// <summary>Creates the layer.</summary>
    public SeparableConvolution(int inputs, int outputs, int dilation, RandomSource? random)
    {
        _depthwise = Part("depthwise_conv", new ConvolutionNorm(inputs, inputs, kernel: 3, random, dilation, groups: inputs));
        _pointwise = Part("pointwise_conv", new ConvolutionNorm(inputs, outputs, kernel: 1, random));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => TensorScope.Run(() => _pointwise.Forward(_depthwise.Forward(input)));
}
