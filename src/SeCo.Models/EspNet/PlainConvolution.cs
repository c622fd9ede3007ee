using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.EspNet;

/// <summary>A convolution that keeps the size (but for its stride), under the name <c>conv</c> (the authors' <c>C</c> and <c>CDilated</c>).</summary>
internal sealed class PlainConvolution : Layer
{
    private readonly Conv2d _convolution;

    /// <summary>Creates the layer.</summary>
    public PlainConvolution(int inputs, int outputs, int kernel, int stride = 1, int dilation = 1) =>
        _convolution = Part("conv", new Conv2d(inputs, outputs, kernel, stride, padding: kernel / 2 * dilation, dilation, bias: false));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _convolution.Forward(input);
}
