using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.EspNet;

/// <summary>The efficient spatial pyramid: few channels, seen at five dilations, whose sums of 1, 2, 3 and 4 wide views stand side by side. Source: Mehta et
/// al. 2018, figure 1.</summary>
internal sealed class SpatialPyramid : Layer
{
    private static readonly int[] Dilations = [1, 2, 4, 8, 16];

    private readonly Conv2d _reduce;
    private readonly Conv2d[] _views;
    private readonly NormPRelu _end;
    private readonly bool _addsInput;

    private SpatialPyramid(int inputs, int outputs, bool isShrinking, bool addsInput)
    {
        _addsInput = addsInput;
        int narrow = outputs / Dilations.Length;
        int first = outputs - (narrow * (Dilations.Length - 1)); // takes what the division leaves over
        _reduce = Part("c1.conv", ConvolutionNorm.Convolution(inputs, narrow, kernel: isShrinking ? 3 : 1, stride: isShrinking ? 2 : 1));
        _views =
        [
            .. Dilations.Select(dilation => Part(
                $"d{dilation}.conv", ConvolutionNorm.Convolution(narrow, dilation == 1 ? first : narrow, kernel: 3, dilation: dilation))),
        ];
        _end = Part(isShrinking ? "" : "bn", new NormPRelu(outputs)); // the published names have one level less where it shrinks
    }

    /// <summary>A pyramid at half the size of its input (the authors' <c>DownSamplerB</c>).</summary>
    public static SpatialPyramid Shrinking(int inputs, int outputs) => new(inputs, outputs, isShrinking: true, addsInput: false);

    /// <summary>A pyramid that keeps the size, and adds its input where the channels are as many (the authors' <c>DilatedParllelResidualBlockB</c>).</summary>
    public static SpatialPyramid Keeping(int inputs, int outputs) => new(inputs, outputs, isShrinking: false, addsInput: inputs == outputs);

    protected override Tensor Compute(Tensor input)
    {
        Tensor reduced = _reduce.Forward(input);
        List<Tensor> sums = [_views[0].Forward(reduced)];
        Tensor? sum = null;
        foreach (Conv2d view in _views.AsSpan(1))
        {
            Tensor seen = view.Forward(reduced);
            sum = sum is null ? seen : sum + seen;
            sums.Add(sum);
        }

        Tensor joined = Tensor.Cat(sums, 1);
        return _end.Forward(_addsInput ? input + joined : joined);
    }
}

/// <summary>Norm and rectifier with a learned slope for each channel (the authors' <c>BR</c>).</summary>
internal sealed class NormPRelu : Layer
{
    /// <summary>ESPNet's; with the usual 1e-5 the published weights overflow.</summary>
    public const double Epsilon = 1e-3;

    private readonly BatchNorm2d _norm;
    private readonly PRelu _rectifier;

    /// <summary>Creates the layer.</summary>
    public NormPRelu(int channels)
    {
        _norm = Part("bn", new BatchNorm2d(channels, Epsilon));
        _rectifier = Part("act", new PRelu(channels));
    }

    /// <summary>The same after a 3×3 convolution (the authors' <c>CBR</c>).</summary>
    public static ConvolutionNorm AfterConvolution(int inputs, int outputs, int stride) =>
        new(inputs, outputs, kernel: 3, stride, epsilon: Epsilon, activation: new PRelu(outputs));

    protected override Tensor Compute(Tensor input) => _rectifier.Forward(_norm.Forward(input));
}
