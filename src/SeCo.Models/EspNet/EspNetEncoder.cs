using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.EspNet;

/// <summary>The encoder of ESPNet, under the authors' names.</summary>
internal sealed class EspNetEncoder : Module
{
    private readonly ConvolutionNorm _level1;
    private readonly NormPRelu _half;
    private readonly SpatialPyramid _toQuarter;
    private readonly Sequential _quarterBlocks;
    private readonly NormPRelu _quarter;
    private readonly SpatialPyramid _toEighth;
    private readonly Sequential _eighthBlocks;
    private readonly NormPRelu _eighth;

    public EspNetEncoder(EspNetConfig config)
    {
        _level1 = Part("level1", NormPRelu.AfterConvolution(3, 16, stride: 2));
        _half = Part("b1", new NormPRelu(HalfChannels));
        _toQuarter = Part("level2_0", SpatialPyramid.Shrinking(HalfChannels, 64));
        _quarterBlocks = Part("level2", Blocks(64, config.QuarterBlocks));
        _quarter = Part("b2", new NormPRelu(QuarterChannels));
        _toEighth = Part("level3_0", SpatialPyramid.Shrinking(QuarterChannels, 128));
        _eighthBlocks = Part("level3", Blocks(128, config.EighthBlocks));
        _eighth = Part("b3", new NormPRelu(EighthChannels));
        Classifier = Part("classifier.conv", ConvolutionNorm.Convolution(EighthChannels, config.Classes, kernel: 1));
    }

    /// <summary>Channels at 1/2 of the image: the first level's 16 and the shrunk image.</summary>
    public static int HalfChannels => 16 + 3;

    /// <summary>Channels at 1/4 of the image: twice 64 and the shrunk image.</summary>
    public static int QuarterChannels => 64 + 64 + 3;

    /// <summary>Channels at 1/8 of the image.</summary>
    public static int EighthChannels => 128 + 128;

    /// <summary>Classes from the last map.</summary>
    public Conv2d Classifier { get; }

    /// <summary>The first level, and the maps at 1/2, 1/4 and 1/8 of the image. They belong to the open scope or the caller.</summary>
    public Levels Forward(Tensor images)
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
        scope.Keep([first, half, quarter, eighth]);
        return new Levels(first, half, quarter, eighth);
    }

    /// <summary>Half the size; the zeros around the image count, as in the authors' version.</summary>
    private static Tensor Halved(Tensor image) => image.AvgPool2d(3, stride: 2, padding: 1);

    private static Sequential Blocks(int channels, int count) => new(Enumerable.Range(0, count).Select(_ => SpatialPyramid.Keeping(channels, channels)));

    /// <summary>What the encoder gives.</summary>
    /// <param name="First">The first level <c>[N, 16, H/2, W/2]</c>.</param>
    /// <param name="Half"><c>[N, 19, H/2, W/2]</c>.</param>
    /// <param name="Quarter"><c>[N, 131, H/4, W/4]</c>.</param>
    /// <param name="Eighth"><c>[N, 256, H/8, W/8]</c>.</param>
    public sealed record Levels(Tensor First, Tensor Half, Tensor Quarter, Tensor Eighth);
}
