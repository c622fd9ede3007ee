using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.MobileNet;

/// <summary>A block of MobileNetV2: few channels become many, are filtered one by one, and become few again. Source: Sandler et al. 2018, figure 4.</summary>
internal sealed class InvertedResidual : Layer
{
    private readonly Sequential _layers;
    private readonly bool _addsInput;

    /// <summary>Creates the block.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="stride">Stride of the depthwise convolution.</param>
    /// <param name="dilation">Dilation of the depthwise convolution.</param>
    /// <param name="expansion">Channels inside for each input channel; 1 leaves the first convolution out.</param>
    /// <param name="epsilon">Of the norms.</param>
    public InvertedResidual(int inputs, int outputs, int stride, int dilation, int expansion, double epsilon)
    {
        int hidden = inputs * expansion;
        Layer[] expanding = expansion == 1 ? [] : [Rectified(inputs, hidden, kernel: 1, stride: 1, groups: 1, epsilon)];
        _layers = Part("conv", new Sequential(
        [
            .. expanding,
            Rectified(hidden, hidden, kernel: 3, stride, groups: hidden, epsilon, dilation),
            new Conv2d(hidden, outputs, 1, bias: false),
            new BatchNorm2d(outputs, epsilon),
        ]));
        _addsInput = stride == 1 && inputs == outputs;
    }

    /// <summary>Convolution, norm and rectifier up to 6.</summary>
    public static Sequential Rectified(int inputs, int outputs, int kernel, int stride, int groups, double epsilon, int dilation = 1) =>
        new(ConvolutionNorm.InSequence(inputs, outputs, kernel, stride, dilation, groups, epsilon, Activation.Relu6()));

    protected override Tensor Compute(Tensor input)
    {
        Tensor output = _layers.Forward(input);
        return _addsInput ? input + output : output;
    }
}
