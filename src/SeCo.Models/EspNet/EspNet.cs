using SeCo.Torch;
using SeCo.Torch.Checkpoints;
using SeCo.Torch.Nn;

namespace SeCo.Models.EspNet;

/// <summary>ESPNet, a segmentation network of 0.36 million parameters, under the authors' names (<c>encoder.level1.conv</c>, …, <c>classifier</c>).</summary>
/// <remarks>
/// Its feature maps are the encoder's: at 1/2, 1/4 and 1/8 of the image, with 19, 131 and 256 channels. Images come from <see cref="Prepare"/>.
/// Source: Mehta et al., "ESPNet: efficient spatial pyramid of dilated convolutions for semantic segmentation", 2018; the authors' <c>Model.py</c>.
/// </remarks>
public sealed class EspNet : Module, IFeatureNetwork
{
    private readonly EspNetEncoder _encoder;
    private readonly PlainConvolution _quarterClasses;
    private readonly BatchNorm2d _eighthNorm;
    private readonly NormPRelu _last;
    private readonly Sequential _eighthUp;
    private readonly Sequential _merge;
    private readonly Sequential _quarterUp;
    private readonly ConvTranspose2d _classifier;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for <see cref="EspNetConfig.Cityscapes"/>.</param>
    /// <param name="random">Draws the first weights (He's); null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public EspNet(EspNetConfig? config = null, RandomSource? random = null)
    {
        Config = config ?? EspNetConfig.Cityscapes;
        Config.Validate();
        int classes = Config.Classes;
        _encoder = Part("encoder", new EspNetEncoder(Config));
        _quarterClasses = Part("level3_C", new PlainConvolution(EspNetEncoder.QuarterChannels, classes, kernel: 1));
        _eighthNorm = Part("br", new BatchNorm2d(classes, NormPRelu.Epsilon));
        _last = Part("conv", NormPRelu.Convolved(classes + (Config.MergesImageLast ? EspNetEncoder.HalfChannels : 16), classes, stride: 1));
        _eighthUp = Part("up_l3", new Sequential(Doubling(classes)));
        _merge = Part("combine_l2_l3", new Sequential(new NormPRelu(2 * classes), SpatialPyramid.Keeping(2 * classes, classes)));
        _quarterUp = Part("up_l2", new Sequential(Doubling(classes), new NormPRelu(classes)));
        _classifier = Part("classifier", Doubling(classes));
        if (random is not null)
        {
            HeWeights.Draw(this, random);
        }
    }

    /// <summary>The shape of the network.</summary>
    public EspNetConfig Config { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> FeatureChannels { get; } = [EspNetEncoder.HalfChannels, EspNetEncoder.QuarterChannels, EspNetEncoder.EighthChannels];

    /// <summary>Makes the network's input of an image: normalised, brought to <see cref="EspNetConfig.InputSize"/>. Source: the authors' <c>VisualizeResults.py</c>.</summary>
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

    /// <summary>Computes the logits of every pixel.</summary>
    /// <param name="images">What <see cref="Prepare"/> made, <c>[N, 3, H, W]</c>; H and W are multiples of 8.</param>
    /// <returns><c>[N, K, H, W]</c>; it belongs to the open scope or the caller.</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public Tensor Forward(Tensor images)
    {
        CheckShape(images);
        return TensorScope.Run(() =>
        {
            EspNetEncoder.Levels levels = _encoder.Forward(images);
            Tensor coarse = _eighthUp.Forward(_eighthNorm.Forward(_encoder.Classifier.Forward(levels.Eighth))); // [N, K, H/4, W/4]
            Tensor middle = _quarterUp.Forward(_merge.Forward(Tensor.Cat([_quarterClasses.Forward(levels.Quarter), coarse], 1))); // [N, K, H/2, W/2]
            Tensor fine = _last.Forward(Tensor.Cat([middle, Config.MergesImageLast ? levels.Half : levels.First], 1));
            return _classifier.Forward(fine); // [N, K, H, W]
        });
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The images are not <c>[N, 3, H, W]</c> with H and W multiples of 8.</exception>
    public IReadOnlyList<Tensor> Features(Tensor images)
    {
        CheckShape(images);
        EspNetEncoder.Levels levels = _encoder.Forward(images);
        levels.First.Dispose();
        return [levels.Half, levels.Quarter, levels.Eighth];
    }

    /// <summary>Loads published weights, <c>espnet_p_2_q_8.pth</c> for instance.</summary>
    /// <exception cref="CheckpointException">Names are missing, unexpected or of another shape: all of them together. Nothing was changed.</exception>
    public void LoadPretrained(ICheckpoint checkpoint) => LoadState(checkpoint);

    private static ConvTranspose2d Doubling(int channels) => new(channels, channels, 2, stride: 2, bias: false);

    /// <summary>The decoder doubles the size three times, so only multiples of 8 meet the encoder's maps again.</summary>
    private static void CheckShape(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank != 4 || images.Shape[1] != 3 || images.Shape[2] % 8 != 0 || images.Shape[3] % 8 != 0)
        {
            throw new ArgumentException($"ESPNet's images are [N, 3, H, W] with H and W multiples of 8; found {images}. Resize or pad them.", nameof(images));
        }
    }
}
