using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>Convolution that keeps the size, norm and rectifier, named <c>conv</c> and <c>bn</c> (OpenMMLab's <c>ConvModule</c>).</summary>
internal sealed class ConvolutionNorm : Layer
{
    private readonly Conv2d _convolution;
    private readonly BatchNorm2d _norm;

    /// <summary>Creates the layer.</summary>
    public ConvolutionNorm(int inputs, int outputs, int kernel, RandomSource? random, int dilation = 1, int groups = 1)
    {
        _convolution =
            Part("conv", new Conv2d(inputs, outputs, kernel, padding: kernel / 2 * dilation, dilation: dilation, groups: groups, bias: false, random: random));
        _norm = Part("bn", new BatchNorm2d(outputs));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => TensorScope.Run(() => _norm.Forward(_convolution.Forward(input)).ReluInPlace());
}
