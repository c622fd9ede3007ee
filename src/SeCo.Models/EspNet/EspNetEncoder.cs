namespace SeCo.Models.EspNet;

/// <summary>The encoder of ESPNet, under the authors' names.</summary>
internal sealed class EspNetEncoder : Module
{
    private readonly ConvolutionNorm _level1;
    private readonly Sequential _half;
    private readonly SpatialPyramid _toQuarter;
    private readonly Sequential _quarterBlocks;
    private readonly Sequential _quarter;
    private readonly SpatialPyramid _toEighth;
    private readonly Sequential _eighthBlocks;
    private readonly Sequential _eighth;

    public EspNetEncoder(EspNetConfig config)
    {
        _level1 = Part("level1", NormPRelu.AfterConvolution(3, 16, stride: 2));
        _half = Part("b1", NormPRelu.Of(HalfChannels));
        _toQuarter = Part("level2_0", SpatialPyramid.Shrinking(HalfChannels, 64));
        _quarterBlocks = Part("level2", Blocks(64, config.QuarterBlocks));
        _quarter = Part("b2", NormPRelu.Of(QuarterChannels));
        _toEighth = Part("level3_0", SpatialPyramid.Shrinking(QuarterChannels, 128));
        _eighthBlocks = Part("level3", Blocks(128, config.EighthBlocks));
        _eighth = Part("b3", NormPRelu.Of(EighthChannels));
        Classifier = Part("classifier.conv", ConvolutionNorm.Convolution(EighthChannels, config.Classes, kernel: 1));
    }

    /// <summary>Channels at 1/2 of the image: the first level's 16 and the shrunk image.</summary>
    public static int HalfChannels => 16 + 3;

    /// <summary>Channels at 1/4 of the image: twice 64 and the shrunk image.</summary>
    public static int QuarterChannels => 64 + 64 + 3;

    public static int EighthChannels => 128 + 128;

    public Conv2d Classifier { get; }

    /// <summary>The first level <c>[N, 16, H/2, W/2]</c>, and the maps at 1/2, 1/4 and 1/8 of the image, with 19, 131 and 256 channels.
    /// They belong to the open scope or the caller.</summary>
    public IReadOnlyList<Tensor> Forward(Tensor images)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor image = images.ToMemoryFormat(MemoryFormat.ChannelsLast);
        Tensor first = _level1.Forward(image);
        Tensor halfImage = Halved(image);
        Tensor half = _half.Forward(Tensor.Cat([first, halfImage], 1));
        Tensor shrunk = _toQuarter.Forward(half);
        Tensor quarter = _quarter.Forward(Tensor.Cat([_quarterBlocks.Forward(shrunk), shrunk, Halved(halfImage)], 1));
        shrunk = _toEighth.Forward(quarter);
        Tensor eighth = _eighth.Forward(Tensor.Cat([shrunk, _eighthBlocks.Forward(shrunk)], 1));
        return scope.Keep([first, half, quarter, eighth]);
    }

    /// <summary>Half the size; the zeros around the image count, as in the authors' version.</summary>
    private static Tensor Halved(Tensor image) => image.AvgPool2d(3, stride: 2, padding: 1);

    private static Sequential Blocks(int channels, int count) => new(Enumerable.Range(0, count).Select(_ => SpatialPyramid.Keeping(channels, channels)));
}

/// <summary>The efficient spatial pyramid: few channels, seen at five dilations, whose sums of 1, 2, 3 and 4 wide views stand side by side. Source: Mehta et
/// al. 2018, figure 1.</summary>
internal sealed class SpatialPyramid : Layer
{
    private static readonly int[] Dilations = [1, 2, 4, 8, 16];

    private readonly Conv2d _reduce;
    private readonly Conv2d[] _views;
    private readonly Sequential _end;
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
        _end = Part(isShrinking ? "" : "bn", NormPRelu.Of(outputs)); // the published names have one level less where it shrinks
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

/// <summary>Norm and rectifier with a learned slope for each channel.</summary>
internal static class NormPRelu
{
    /// <summary>ESPNet's; with the usual 1e-5 the published weights overflow.</summary>
    public const double Epsilon = 1e-3;

    /// <summary>Both alone (the authors' <c>BR</c>).</summary>
    public static Sequential Of(int channels) => new(("bn", new BatchNorm2d(channels, Epsilon)), ("act", new PRelu(channels)));

    /// <summary>Both after a 3×3 convolution (the authors' <c>CBR</c>).</summary>
    public static ConvolutionNorm AfterConvolution(int inputs, int outputs, int stride) =>
        new(inputs, outputs, kernel: 3, stride, epsilon: Epsilon, activation: new PRelu(outputs));
}
