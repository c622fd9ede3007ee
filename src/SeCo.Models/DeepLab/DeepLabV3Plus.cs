namespace SeCo.Models.DeepLab;

/// <summary>DeepLabV3+, as UniMatch defines it or smaller, under UniMatch's names (<c>backbone.conv1.0</c>, …, <c>head.b4.gap.1</c>, <c>reduce.0</c>,
/// <c>fuse.3</c>, <c>classifier</c>).</summary>
/// <remarks>A ResNet with a deep stem, or a MobileNetV2, at 1/16 of the image, whose maps at 1/4 and 1/16 meet in the decoder; the answer is at 1/4. The maps
/// that <see cref="SegmentationNetwork.ForwardPerturbed(Tensor, RandomSource, double)"/> perturbs are those two, as in UniMatch. Source: UniMatch's
/// <c>deeplabv3plus.py</c>.</remarks>
public sealed class DeepLabV3Plus : SegmentationNetwork
{
    private readonly ImageEncoder _body;
    private readonly AtrousPyramid _pyramid;
    private readonly Sequential _reduce;
    private readonly Sequential _fuse;
    private readonly Conv2d _classifier;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for the defaults.</param>
    /// <param name="random">Draws the first weights: He's for the body, PyTorch's for the rest; null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public DeepLabV3Plus(DeepLabV3PlusConfig? config = null, RandomSource? random = null)
        : base((config ??= new DeepLabV3PlusConfig()).Classes, config.Preprocessing)
    {
        Config = config;
        Config.Validate();
        _body = Part("backbone", Config.CreateBody(random));
        _pyramid = Part("head", new AtrousPyramid(_body.FeatureChannels[^1], Config, random));
        _reduce = Part("reduce", new Sequential(AtrousPyramid.Pointwise(_body.FeatureChannels[0], Config.ReducedChannels, random)));
        _fuse = Part("fuse", new Sequential(
        [
            .. AtrousPyramid.Neighbourhood(Config.PyramidChannels + Config.ReducedChannels, Config.DecoderChannels, dilation: 1, Config.IsSeparable, random),
            .. AtrousPyramid.Neighbourhood(Config.DecoderChannels, Config.DecoderChannels, dilation: 1, Config.IsSeparable, random),
        ]));
        _classifier = Part("classifier", new Conv2d(Config.DecoderChannels, Config.Classes, 1, random: random));
    }

    /// <summary>The shape of the network.</summary>
    public DeepLabV3PlusConfig Config { get; }

    /// <inheritdoc/>
    public override bool AlignsCorners => true;

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels => _body.FeatureChannels;

    /// <inheritdoc/>
    protected override Module Body => _body;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AllMaps(Tensor images) => _body.Features(images);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Encode(Tensor images)
    {
        IReadOnlyList<Tensor> maps = _body.Features(images);
        maps[1].Dispose();
        maps[2].Dispose();
        return [maps[0], maps[^1]];
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> maps)
    {
        Tensor context = Resize(_pyramid.Forward(maps[1]), maps[0].ImageSize); // [N, P, H/4, W/4]
        return _classifier.Forward(_fuse.Forward(Tensor.Cat([_reduce.Forward(maps[0]), context], 1)));
    }
}
