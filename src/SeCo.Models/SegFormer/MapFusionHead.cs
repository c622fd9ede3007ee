namespace SeCo.Models.SegFormer;

/// <summary>The decoders of SegFormer and DAFormer: a linear layer for each map, all at the finest size, joined, fused, classified.</summary>
internal sealed class MapFusionHead : Module
{
    private readonly Linear[] _embeddings;
    private readonly bool _joinsCoarseFirst;
    private readonly Layer _fusion;
    private readonly Dropout? _dropout;
    private readonly Conv2d _classifier;

    public MapFusionHead(SegFormerConfig config, RandomSource? random, RandomSource? dropout)
    {
        IReadOnlyList<int> channels = config.Body.Channels;
        int joined = channels.Count * config.Embedding;
        _embeddings = [.. channels.Select(c => new Linear(c, config.Embedding, random: random))];
        _joinsCoarseFirst = config.Head is SegFormerHead.Original or SegFormerHead.HuggingFace;
        _fusion = config.Head == SegFormerHead.DaFormer
            ? new ContextFusion(joined, config.Embedding, config.Dilations, random)
            : config.Head == SegFormerHead.HuggingFace
                ? new ConvolutionNorm(
                    joined, config.Embedding, kernel: 1, convolutionName: "linear_fuse", normName: "batch_norm", random: random)
                : new ConvolutionNorm(joined, config.Embedding, kernel: 1, random: random);
        _classifier = new Conv2d(config.Embedding, config.Classes, 1, random: random);
        Register(config.Head);
        _dropout = dropout is null || config.Dropout == 0 ? null : Part("dropout", new Dropout(config.Dropout, dropout, wholeChannels: true));
    }

    /// <summary>Maps, fine first, to logits at the size of the finest.</summary>
    public Tensor Forward(IReadOnlyList<Tensor> maps) => TensorScope.Run(() =>
    {
        Tensor[] embedded = [.. maps.Select((map, i) => Embedded(map, _embeddings[i], maps[0].ImageSize))];
        if (_joinsCoarseFirst)
        {
            Array.Reverse(embedded);
        }

        Tensor fused = _fusion.Forward(Tensor.Cat(embedded, 1));
        return _classifier.Forward(_dropout?.Forward(fused) ?? fused);
    });

    private static Tensor Embedded(Tensor map, Linear embedding, Size2d size) => TensorScope.Run(() =>
    {
        Tensor embedded = embedding.Forward(map.ToTokens()).ToMap(map.ImageSize);
        return map.ImageSize == size ? embedded : embedded.ResizeBilinear(size);
    });

    /// <summary>Under the names, and in the order, of the code that the head is from.</summary>
    private void Register(SegFormerHead head)
    {
        IEnumerable<(string, Module)> embeddings = _embeddings.Select((embedding, i) => (head switch
        {
            SegFormerHead.Original => $"linear_c{i + 1}.proj",
            SegFormerHead.FineFirst or SegFormerHead.HuggingFace => $"linear_c.{i}.proj",
            _ => $"embed_layers.{i}.proj",
        }, (Module)embedding));
        (string, Module)[] parts = head switch
        {
            SegFormerHead.Original => [.. embeddings.Reverse(), ("linear_fuse", _fusion), ("linear_pred", _classifier)],
            SegFormerHead.FineFirst => [.. embeddings, ("linear_fuse", _fusion), ("linear_pred", _classifier)],
            SegFormerHead.HuggingFace => [.. embeddings, ("", _fusion), ("classifier", _classifier)],
            _ => [("conv_seg", _classifier), .. embeddings, ("fuse_layer", _fusion)],
        };
        foreach ((string name, Module part) in parts)
        {
            Part(name, part);
        }
    }
}

/// <summary>Joined maps seen at several dilations, and made one. Source: Hoyer et al. 2022, section 3.1; MIC's <c>daformer_head.py</c>.</summary>
internal sealed class ContextFusion : Layer
{
    private readonly ModuleList<Layer> _views;
    private readonly ConvolutionNorm _bottleneck;

    public ContextFusion(int inputs, int outputs, IReadOnlyList<int> dilations, RandomSource? random)
    {
        _views = Part("aspp_modules", new ModuleList<Layer>(dilations.Select(dilation => dilation == 1
            ? (Layer)new ConvolutionNorm(inputs, outputs, kernel: 1, random: random)
            : Separable(inputs, outputs, dilation, random))));
        _bottleneck = Part("bottleneck", new ConvolutionNorm(dilations.Count * outputs, outputs, kernel: 3, random: random));
    }

    /// <summary>A dilated 3×3 convolution of each channel, then a 1×1 of all;
    /// each with norm and rectifier (OpenMMLab's <c>DepthwiseSeparableConvModule</c>).</summary>
    private static Sequential Separable(int inputs, int outputs, int dilation, RandomSource? random) => new(
        ("depthwise_conv", new ConvolutionNorm(inputs, inputs, kernel: 3, dilation: dilation, groups: inputs, random: random)),
        ("pointwise_conv", new ConvolutionNorm(inputs, outputs, kernel: 1, random: random)));

    protected override Tensor Compute(Tensor input) => _bottleneck.Forward(Tensor.Cat([.. _views.Items.Select(view => view.Forward(input))], 1));
}
