using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.EspNet;

/// <summary>Norm and rectifier with a learned slope for each channel (the authors' <c>BR</c>), maybe after a convolution (their <c>CBR</c>).</summary>
internal sealed class NormPRelu : Layer
{
    /// <summary>ESPNet's; with the usual 1e-5 the published weights overflow.</summary>
    public const double Epsilon = 1e-3;

    private readonly Conv2d? _convolution;
    private readonly BatchNorm2d _norm;
    private readonly PRelu _rectifier;

    /// <summary>Creates the layer.</summary>
    /// <param name="channels">Output channels.</param>
    /// <param name="convolution">What comes before.</param>
    public NormPRelu(int channels, Conv2d? convolution = null)
    {
        _convolution = convolution is null ? null : Part("conv", convolution);
        _norm = Part("bn", new BatchNorm2d(channels, Epsilon));
        _rectifier = Part("act", new PRelu(channels));
    }

    /// <summary>A 3×3 convolution, norm and rectifier.</summary>
    public static NormPRelu Convolved(int inputs, int outputs, int stride) => new(outputs, new Conv2d(inputs, outputs, 3, stride, padding: 1, bias: false));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        TensorScope.Run(() => _rectifier.Forward(_norm.Forward(_convolution?.Forward(input) ?? input)));
}
