namespace SeCo.Models.SegFormer;

/// <summary>SegFormer or DAFormer: a Mix Transformer (<c>backbone</c>) and a head (<c>decode_head</c>) on its four maps, under the authors' names
/// or Hugging Face's (<see cref="HuggingFaceSegFormer"/>).</summary>
/// <remarks>The answer is at 1/4 of the image. Weights of one head do not fit another: <see cref="SegFormerHead.Original"/> and
/// <see cref="SegFormerHead.FineFirst"/> join the maps in opposite order. Source: Xie et al. 2021; Hoyer et al., "DAFormer: improving network architectures
/// and training strategies for domain-adaptive semantic segmentation", 2022.</remarks>
public sealed class SegFormer : SegmentationNetwork
{
    private readonly MixTransformer _body;
    private readonly MapFusionHead _head;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for SegFormer on MiT-B0.</param>
    /// <param name="random">Draws the first weights: the authors' for the encoder, PyTorch's for the head; null leaves them to be loaded.</param>
    /// <param name="dropout">Draws in training which channels of the head and branches of the encoder are dropped;
    /// its state belongs into the training checkpoint. Null drops none.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public SegFormer(SegFormerConfig? config = null, RandomSource? random = null, RandomSource? dropout = null)
        : base((config ??= new SegFormerConfig()).Classes, config.Preprocessing)
    {
        Config = config;
        Config.Validate();
        _body = Part(Config.Body.IsHuggingFace ? "segformer.encoder" : "backbone", new MixTransformer(Config.Body, random, dropout));
        _head = Part("decode_head", new MapFusionHead(Config, random, dropout));
    }

    /// <summary>The shape of the network.</summary>
    public SegFormerConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> FeatureChannels => _body.FeatureChannels;

    /// <inheritdoc/>
    protected override Module Body => _body;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Encode(Tensor images) => _body.Features(images);

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> maps) => _head.Forward(maps);

    /// <summary>SegFormer's files hold a <c>conv_seg</c> that a base class of theirs makes; only DAFormer computes with it.</summary>
    /// <inheritdoc/>
    protected override bool IsUnused(string name) =>
        Config.Head != SegFormerHead.DaFormer && name.StartsWith("decode_head.conv_seg.", StringComparison.Ordinal);
}
