using SeCo.Torch;
using SeCo.Torch.Nn;

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
    {
        Config = config ?? DeepLabV2Config.AdaptSegNet;
        Config.Validate();
        _body = new ResNet.ResNet(Config.Body, random);
        _auxiliaryHead = Config.AuxiliaryHeadName is null ? null : new SummedConvolutions(_body.FeatureChannels[^2], Config, random);
        _head = new SummedConvolutions(_body.OutputChannels, Config, random);
        List<(string, Module)> parts = [(Config.BodyName, _body)];
        if (_auxiliaryHead is not null)
        {
            parts.Add((Config.AuxiliaryHeadName!, _auxiliaryHead));
        }

        parts.Add((Config.HeadName, _head));
        NamedParts.Register(parts, (name, part) => Part(name, part));
    }

    /// <summary>The shape of the network.</summary>
    public DeepLabV2Config Config { get; }

    /// <inheritdoc/>
    public override int Classes => Config.Classes;

    /// <inheritdoc/>
    public override NetworkPreprocessing Preprocessing => Config.Preprocessing;

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
        Extent size = new((int)images.Shape[2], (int)images.Shape[3]);
        IReadOnlyList<Tensor> maps = _body.Features(images);
        Tensor main = scope.Keep(Resize(_head.Forward(maps[^1]), size));
        return (main, _auxiliaryHead is null ? null : scope.Keep(Resize(_auxiliaryHead.Forward(maps[^2]), size)));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Features(Tensor images)
    {
        CheckShape(images);
        return _body.Features(images);
    }

    /// <summary>The auxiliary logits of a feature map, in the network's own resolution.</summary>
    internal Tensor AuxiliaryLogits(Tensor map) => _auxiliaryHead!.Forward(map);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Encode(Tensor images)
    {
        using TensorScope scope = TensorScope.Open();
        return [scope.Keep(_body.Features(images)[^1])];
    }

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        return _head.Forward(maps[0]);
    }
}
