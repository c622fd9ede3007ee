using System.Globalization;

namespace SeCo.Models.DeepLab;

/// <summary>DeepLabV2: a ResNet at 1/8 of the image, and a classifier on its last map,
/// under the names that <see cref="DeepLabV2Config"/> gives them.</summary>
public sealed class DeepLabV2 : SegmentationNetwork
{
    private readonly ResNet.ResNet _body;
    private readonly SummedConvolutions _head;
    private readonly SummedConvolutions? _auxiliaryHead;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape and names; null for <see cref="DeepLabV2Config.AdaptSegNet"/>.</param>
    /// <param name="random">Draws the first weights: He's for the ResNet, normal ones of deviation 0.01 for the classifier;
    /// null leaves them to be loaded.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public DeepLabV2(DeepLabV2Config? config = null, RandomSource? random = null)
        : base((config ??= DeepLabV2Config.AdaptSegNet).Classes, config.Preprocessing)
    {
        Config = config;
        Config.Validate();
        _body = new ResNet.ResNet(Config.Body, random);
        _auxiliaryHead = Config.AuxiliaryHeadName is null ? null : new SummedConvolutions(_body.FeatureChannels[^2], Config, random);
        _head = new SummedConvolutions(_body.OutputChannels, Config, random);
        Part(Config.BodyName, _body);
        if (_auxiliaryHead is not null)
        {
            Part(Config.AuxiliaryHeadName!, _auxiliaryHead);
        }

        Part(Config.HeadName, _head);
    }

    /// <summary>The shape of the network.</summary>
    public DeepLabV2Config Config { get; }

    /// <inheritdoc/>
    public override bool AlignsCorners => Config.AlignsCorners;

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels => _body.FeatureChannels;

    /// <inheritdoc/>
    protected override Module Body => _body;

    /// <summary>Computes the logits of both levels in one pass, for a loss on each.</summary>
    /// <param name="images">As for <see cref="SegmentationNetwork.Forward"/>.</param>
    /// <returns>Both <c>[N, K, H, W]</c>, the auxiliary ones null where the network has one level; they belong to the open scope or the caller.</returns>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    public (Tensor Main, Tensor? Auxiliary) ForwardLevels(Tensor images)
    {
        CheckShape(images);
        using TensorScope scope = TensorScope.Open();
        IReadOnlyList<Tensor> maps = _body.Features(images);
        Tensor main = scope.Keep(Resize(_head.Forward(maps[^1]), images.ImageSize));
        return (main, _auxiliaryHead is null ? null : scope.Keep(Resize(_auxiliaryHead.Forward(maps[^2]), images.ImageSize)));
    }

    /// <summary>The auxiliary logits of a feature map, in the network's own resolution.</summary>
    internal Tensor AuxiliaryLogits(Tensor map) => _auxiliaryHead!.Forward(map);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AllMaps(Tensor images) => _body.Features(images);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Encode(Tensor images) => [_body.Encode(images)];

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> maps) => _head.Forward(maps[0]);
}

/// <summary>DeepLabV2's classifier: the sum of what dilated 3×3 convolutions with biases say. Source: Chen et al. 2017, figure 7.</summary>
internal sealed class SummedConvolutions : Layer
{
    private const double FirstDeviation = 0.01; // AdaptSegNet's and mmsegmentation's

    private readonly Conv2d[] _convolutions;
    private readonly int _summed;

    public SummedConvolutions(int inputs, DeepLabV2Config config, RandomSource? random)
    {
        _summed = config.Summed ?? config.Dilations.Count;
        _convolutions =
        [
            .. config.Dilations.Select((dilation, i) => Part(
                string.Format(CultureInfo.InvariantCulture, config.ConvolutionName, i),
                new Conv2d(inputs, config.Classes, 3, padding: dilation, dilation: dilation))),
        ];
        foreach (Conv2d convolution in random is null ? [] : _convolutions)
        {
            convolution.Weight.DrawNormal(random!, FirstDeviation);
        }
    }

    protected override Tensor Compute(Tensor input) =>
        _convolutions.Take(_summed).Select(convolution => convolution.Forward(input)).Aggregate((sum, next) => sum + next);
}
