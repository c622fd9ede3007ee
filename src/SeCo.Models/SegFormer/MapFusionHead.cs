using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>The decoders of SegFormer and DAFormer: a linear layer for each map, all at the finest size, joined, fused, classified.</summary>
internal sealed class MapFusionHead : Module
{
    private readonly Linear[] _embeddings;
    private readonly bool _joinsCoarseFirst;
    private readonly Layer _fusion;
    private readonly Dropout? _dropout;
    private readonly Conv2d _classifier;

    /// <summary>Creates the head.</summary>
    public MapFusionHead(SegFormerConfig config, RandomSource? random, RandomSource? dropout)
    {
        IReadOnlyList<int> channels = config.Body.Channels;
        int joined = channels.Count * config.Embedding;
        _embeddings = [.. channels.Select(c => new Linear(c, config.Embedding, random: random))];
        _joinsCoarseFirst = config.Head == SegFormerHead.Original;
        _fusion = config.Head == SegFormerHead.DaFormer
            ? new ContextFusion(joined, config.Embedding, config.Dilations, random)
            : new ConvolutionNorm(joined, config.Embedding, kernel: 1, random);
        _classifier = new Conv2d(config.Embedding, config.Classes, 1, random: random);
        Register(config.Head);
        _dropout = dropout is null || config.Dropout == 0 ? null : Part("dropout", new Dropout(config.Dropout, dropout, wholeChannels: true));
    }

    /// <summary>Maps, fine first, to logits at the size of the finest.</summary>
    public Tensor Forward(IReadOnlyList<Tensor> maps) => TensorScope.Run(() =>
    {
        Extent size = new((int)maps[0].Shape[2], (int)maps[0].Shape[3]);
        Tensor[] embedded = [.. maps.Select((map, i) => Embedded(map, _embeddings[i], size))];
        if (_joinsCoarseFirst)
        {
            Array.Reverse(embedded);
        }

        Tensor fused = _fusion.Forward(Tensor.Cat(embedded, 1));
        return _classifier.Forward(_dropout?.Forward(fused) ?? fused);
    });

    private static Tensor Embedded(Tensor map, Linear embedding, Extent size) => TensorScope.Run(() =>
    {
        Extent own = new((int)map.Shape[2], (int)map.Shape[3]);
        Tensor embedded = TokenGrid.ToMap(embedding.Forward(TokenGrid.ToTokens(map)), own);
        return own == size ? embedded : embedded.ResizeBilinear(size);
    });

    /// <summary>Under the names, and in the order, of the code that the head is from.</summary>
    private void Register(SegFormerHead head)
    {
        IEnumerable<(string, Module)> embeddings = _embeddings.Select((embedding, i) => (head switch
        {
            SegFormerHead.Original => $"linear_c{i + 1}.proj",
            SegFormerHead.FineFirst => $"linear_c.{i}.proj",
            _ => $"embed_layers.{i}.proj",
        }, (Module)embedding));
        (string, Module)[] parts = head switch
        {
            SegFormerHead.Original => [.. embeddings.Reverse(), ("linear_fuse", _fusion), ("linear_pred", _classifier)],
            SegFormerHead.FineFirst => [.. embeddings, ("linear_fuse", _fusion), ("linear_pred", _classifier)],
            _ => [("conv_seg", _classifier), .. embeddings, ("fuse_layer", _fusion)],
        };
        NamedParts.Register(parts, (name, part) => Part(name, part));
    }
}
