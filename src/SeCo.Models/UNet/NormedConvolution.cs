using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.UNet;

/// <summary>A 3×3 convolution with norm and rectifier; where the shape stays, its input is added before the rectifier.</summary>
internal sealed class NormedConvolution : Layer
{
    private readonly Conv2d _convolution;
    private readonly BatchNorm2d _norm;
    private readonly bool _addsInput;

    public NormedConvolution(int inputs, int outputs, int stride = 1, int dilation = 1, bool addsInput = false)
    {
        _convolution = Part("conv", new Conv2d(inputs, outputs, 3, stride, padding: dilation, dilation: dilation, bias: false));
        _norm = Part("norm", new BatchNorm2d(outputs));
        _addsInput = addsInput;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => TensorScope.Run(() =>
    {
        Tensor normed = _norm.Forward(_convolution.Forward(input));
        return (_addsInput ? normed + input : normed).ReluInPlace();
    });
}
