namespace SeCo.Models;

/// <summary>A convolution without bias that keeps the size but for its stride, a batch norm, and a rectifier or what takes its place.</summary>
internal sealed class ConvolutionNorm : Layer
{
    private readonly Conv2d _convolution;
    private readonly BatchNorm2d _norm;
    private readonly Layer? _activation;
    private readonly bool _addsInput;

    /// <summary>Creates the layer: a convolution <c>conv</c>, a norm, and what follows, <c>act</c> (a rectifier where null), before which the input may be
    /// added.</summary>
    public ConvolutionNorm(
        int inputs, int outputs, int kernel, int stride = 1, int dilation = 1, int groups = 1, string convolutionName = "conv", string normName = "bn",
        double epsilon = 1e-5, Layer? activation = null, bool addsInput = false, RandomSource? random = null)
    {
        _convolution = Part(convolutionName, Convolution(inputs, outputs, kernel, stride, dilation, groups, random));
        _norm = Part(normName, new BatchNorm2d(outputs, epsilon));
        _activation = activation is null ? null : Part("act", activation);
        _addsInput = addsInput;
    }

    /// <summary>A convolution without bias that keeps the size but for its stride.</summary>
    public static Conv2d Convolution(int inputs, int outputs, int kernel, int stride = 1, int dilation = 1, int groups = 1, RandomSource? random = null) =>
        new(inputs, outputs, kernel, stride, padding: kernel / 2 * dilation, dilation, groups, bias: false, random);

    /// <summary>Convolution, norm and activation as three layers of a <see cref="Sequential"/>, which names them by number.</summary>
    public static Layer[] InSequence(
        int inputs, int outputs, int kernel, int stride = 1, int dilation = 1, int groups = 1, double epsilon = 1e-5, Activation? activation = null,
        RandomSource? random = null) =>
        [Convolution(inputs, outputs, kernel, stride, dilation, groups, random), new BatchNorm2d(outputs, epsilon), activation ?? Activation.Relu()];

    protected override Tensor Compute(Tensor input)
    {
        Tensor normed = _convolution.Forward(input, _norm);
        normed = _addsInput ? normed + input : normed;
        return _activation?.Forward(normed) ?? normed.ReluInPlace();
    }
}
