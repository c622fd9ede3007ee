namespace SeCo.Models.UNet;

/// <summary>A segmentation network for images of some hundred pixels and minutes of training on a processor:
/// down to 1/8 of the image, and up again with the maps of the way down.</summary>
/// <remarks>Its feature maps, which are also those that a perturbation of features sees, are those at 1/2, 1/4 and 1/8 of the image, with 16, 32 and 64
/// channels by default; the answer is at 1/2. The form is that of Ronneberger et al., "U-Net", 2015, with strides, norms and residuals of later years; sizes
/// and names are this project's.</remarks>
public sealed class SmallUNet : SegmentationNetwork
{
    private readonly UNetEncoder _encoder;
    private readonly ConvolutionNorm _quarter;
    private readonly ConvolutionNorm _half;
    private readonly Conv2d _classifier;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for the defaults.</param>
    /// <param name="random">Draws the first weights (He's); null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public SmallUNet(UNetConfig? config = null, RandomSource? random = null)
        : base((config ??= new UNetConfig()).Classes, config.Preprocessing)
    {
        Config = config;
        Config.Validate();
        int width = Config.Width;
        _encoder = Part("encoder", new UNetEncoder(Config));
        _quarter = Part("quarter", UNetEncoder.Convolution((4 + 2) * width, 2 * width));
        _half = Part("half", UNetEncoder.Convolution((2 + 1) * width, 2 * width));
        _classifier = Part("classifier", new Conv2d(2 * width, Config.Classes, 1));
        HeWeights.Draw(this, random);
    }

    /// <summary>The shape of the network.</summary>
    public UNetConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels => [Config.Width, 2 * Config.Width, 4 * Config.Width];

    /// <inheritdoc/>
    protected override Module Body => _encoder;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Encode(Tensor images) => _encoder.Forward(images);

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> maps)
    {
        Tensor quarter = _quarter.Forward(Joined(maps[2], maps[1])); // [N, 2W, H/4, W/4]
        return _classifier.Forward(_half.Forward(Joined(quarter, maps[0]))); // [N, K, H/2, W/2]
    }

    private static Tensor Joined(Tensor coarse, Tensor fine) => Tensor.Cat([coarse.ResizeBilinear(fine.ImageSize), fine], 1);
}

/// <summary>The way down of a <see cref="SmallUNet"/>.</summary>
internal sealed class UNetEncoder : Module
{
    private static readonly int[] Dilations = [1, 2, 4];
    private readonly ConvolutionNorm _half;
    private readonly Sequential _quarter;
    private readonly Sequential _eighth;

    public UNetEncoder(UNetConfig config)
    {
        int width = config.Width;
        _half = Part("half", Convolution(3, width, stride: 2));
        _quarter = Part("quarter", new Sequential(Convolution(width, 2 * width, stride: 2), Convolution(2 * width, 2 * width, addsInput: true)));
        _eighth = Part("eighth", new Sequential(
        [
            Convolution(2 * width, 4 * width, stride: 2),
            .. Enumerable.Range(0, config.Blocks).Select(
                i => Convolution(4 * width, 4 * width, dilation: Dilations[i % Dilations.Length], addsInput: true)),
        ]));
    }

    /// <summary>A 3×3 convolution with norm and rectifier; where the shape stays, its input may be added before the rectifier.</summary>
    public static ConvolutionNorm Convolution(int inputs, int outputs, int stride = 1, int dilation = 1, bool addsInput = false) =>
        new(inputs, outputs, kernel: 3, stride, dilation, normName: "norm", addsInput: addsInput);

    /// <summary>The maps at 1/2, 1/4 and 1/8 of the image. They belong to the open scope or the caller.</summary>
    public IReadOnlyList<Tensor> Forward(Tensor images)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor half = _half.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast));
        Tensor quarter = _quarter.Forward(half);
        return scope.Keep([half, quarter, _eighth.Forward(quarter)]);
    }
}
