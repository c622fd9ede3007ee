namespace SeCo.Models.EspNet;

/// <summary>ESPNet, a segmentation network of 0.36 million parameters, under the authors' names (<c>encoder.level1.conv</c>, …, <c>classifier</c>).</summary>
/// <remarks>Its feature maps are the encoder's: at 1/2, 1/4 and 1/8 of the image, with 19, 131 and 256 channels. Images come from <see cref="Prepare"/>.
/// Source: Mehta et al., "ESPNet: efficient spatial pyramid of dilated convolutions for semantic segmentation", 2018; the authors' <c>Model.py</c>.</remarks>
public sealed class EspNet : SegmentationNetwork
{
    private readonly EspNetEncoder _encoder;
    private readonly Conv2d _quarterClasses;
    private readonly BatchNorm2d _eighthNorm;
    private readonly ConvolutionNorm _last;
    private readonly Sequential _eighthUp;
    private readonly Sequential _merge;
    private readonly Sequential _quarterUp;
    private readonly ConvTranspose2d _classifier;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for <see cref="EspNetConfig.Cityscapes"/>.</param>
    /// <param name="random">Draws the first weights (He's); null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public EspNet(EspNetConfig? config = null, RandomSource? random = null)
        : base((config ??= EspNetConfig.Cityscapes).Classes, config.Preprocessing)
    {
        Config = config;
        Config.Validate();
        int classes = Config.Classes;
        _encoder = Part("encoder", new EspNetEncoder(Config));
        _quarterClasses = Part("level3_C.conv", ConvolutionNorm.Convolution(EspNetEncoder.QuarterChannels, classes, kernel: 1));
        _eighthNorm = Part("br", new BatchNorm2d(classes, NormPRelu.Epsilon));
        _last = Part("conv", NormPRelu.AfterConvolution(classes + (Config.MergesImageLast ? EspNetEncoder.HalfChannels : 16), classes, stride: 1));
        _eighthUp = Part("up_l3", new Sequential(Doubling(classes)));
        _merge = Part("combine_l2_l3", new Sequential(NormPRelu.Of(2 * classes), SpatialPyramid.Keeping(2 * classes, classes)));
        _quarterUp = Part("up_l2", new Sequential(Doubling(classes), NormPRelu.Of(classes)));
        _classifier = Part("classifier", Doubling(classes));
        HeWeights.Draw(this, random);
    }

    /// <summary>The shape of the network.</summary>
    public EspNetConfig Config { get; }

    /// <summary>8: the decoder doubles the size three times, so only multiples of 8 meet the encoder's maps again.</summary>
    public override int SizeMultiple => 8;

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels { get; } = [EspNetEncoder.HalfChannels, EspNetEncoder.QuarterChannels, EspNetEncoder.EighthChannels];

    /// <inheritdoc/>
    protected override Module Body => _encoder;

    /// <summary>Makes the network's input of an image: normalised, brought to <see cref="EspNetConfig.InputSize"/>.
    /// Source: the authors' <c>VisualizeResults.py</c>.</summary>
    /// <param name="rgb">Pixels in row-major order, three bytes each: red, green, blue.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Number of rows.</param>
    /// <returns>float32 <c>[1, 3, H, W]</c>, on the CPU; it belongs to the open scope or the caller.</returns>
    /// <exception cref="ArgumentException">The number of bytes does not fit the size.</exception>
    public Tensor Prepare(ReadOnlySpan<byte> rgb, int width, int height)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor image = Config.Normalization.Normalize(rgb, width, height);
        return scope.Keep(Config.InputSize is { } size ? image.ResizeBilinear(size) : image);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AllMaps(Tensor images)
    {
        IReadOnlyList<Tensor> levels = _encoder.Forward(images);
        levels[0].Dispose();
        return [.. levels.Skip(1)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Encode(Tensor images)
    {
        IReadOnlyList<Tensor> levels = _encoder.Forward(images);
        return [levels[Config.MergesImageLast ? 1 : 0], levels[2], levels[3]];
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> maps)
    {
        Tensor coarse = _eighthUp.Forward(_encoder.Classifier.Forward(maps[2], _eighthNorm)); // [N, K, H/4, W/4]
        Tensor middle = _quarterUp.Forward(_merge.Forward(Tensor.Cat([_quarterClasses.Forward(maps[1]), coarse], 1))); // [N, K, H/2, W/2]
        return _classifier.Forward(_last.Forward(Tensor.Cat([middle, maps[0]], 1))); // [N, K, H, W]
    }

    private static ConvTranspose2d Doubling(int channels) => new(channels, channels, 2, stride: 2, bias: false);
}
