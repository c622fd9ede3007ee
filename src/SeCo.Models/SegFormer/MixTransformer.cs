namespace SeCo.Models.SegFormer;

/// <summary>The Mix Transformer (MiT), an encoder without position codes,
/// under NVlabs' names (<c>patch_embed1.proj</c>, <c>block1.0.attn.q</c>, …, <c>norm4</c>) or Hugging Face's.</summary>
/// <remarks>Its feature maps are at 1/4, 1/8, 1/16 and 1/32 of the image, each side rounded up. Images are RGB, normalised by
/// <see cref="ImageNormalization.ImageNet"/>. Source: Xie et al., "SegFormer: simple and efficient design for semantic segmentation with transformers", 2021;
/// NVlabs' <c>mix_transformer.py</c>.</remarks>
public sealed class MixTransformer : Module, IFeatureNetwork
{
    private readonly Stage[] _stages;

    /// <summary>Creates the network in training mode.</summary>
    /// <param name="config">Its shape; null for MiT-B0.</param>
    /// <param name="random">Draws the first weights as the authors do; null leaves them to be loaded.</param>
    /// <param name="dropout">Draws which branches are left out in training; its state belongs into the training checkpoint. Null leaves none out.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range.</exception>
    public MixTransformer(MixTransformerConfig? config = null, RandomSource? random = null, RandomSource? dropout = null)
    {
        Config = config ?? new MixTransformerConfig();
        Config.Validate();
        _stages = [.. Config.Channels.Select((_, i) => NewStage(i, dropout))];
        RegisterParts();
        if (random is not null)
        {
            DrawWeights(random);
        }
    }

    /// <summary>The shape of the network.</summary>
    public MixTransformerConfig Config { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> FeatureChannels => Config.Channels;

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Features(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        List<Tensor> maps = [];
        Tensor current = images.ToMemoryFormat(MemoryFormat.ChannelsLast);
        foreach (Stage stage in _stages)
        {
            Tensor input = current;
            current = TensorScope.Run(() => stage.Forward(input));
            maps.Add(current);
        }

        return scope.Keep(maps);
    }

    private Stage NewStage(int index, RandomSource? dropout)
    {
        int channels = Config.Channels[index];
        int before = Config.Blocks.Take(index).Sum();
        int last = Config.Blocks.Sum() - 1;
        return new Stage(
            index == 0 ? new Conv2d(3, channels, 7, stride: 4, padding: 3) : new Conv2d(Config.Channels[index - 1], channels, 3, stride: 2, padding: 1),
            new LayerNorm(channels),
            new ModuleList<MixTransformerBlock>(Enumerable.Range(before, Config.Blocks[index]).Select(block => new MixTransformerBlock(
                Config, index, new DropPath(Config.DropPath * block / Math.Max(1, last), dropout)))),
            new LayerNorm(channels, Config.Epsilon));
    }

    /// <summary>In the authors' order: all embeddings first, then the stages.</summary>
    private void RegisterParts()
    {
        bool isHuggingFace = Config.IsHuggingFace;
        for (int i = 0; i < _stages.Length; i++)
        {
            string embedding = isHuggingFace ? $"patch_embeddings.{i}" : $"patch_embed{i + 1}";
            Part($"{embedding}.proj", _stages[i].Patches);
            Part($"{embedding}.{(isHuggingFace ? "layer_norm" : "norm")}", _stages[i].PatchNorm);
        }

        for (int i = 0; i < _stages.Length; i++)
        {
            Part(isHuggingFace ? $"block.{i}" : $"block{i + 1}", _stages[i].Blocks);
            Part(isHuggingFace ? $"layer_norm.{i}" : $"norm{i + 1}", _stages[i].Norm);
        }
    }

    /// <summary>Normal numbers: of deviation 0.02 for linear layers (the authors cut off what is beyond 2, which none is), He's for convolutions,
    /// by the fan-out of a group.</summary>
    private void DrawWeights(RandomSource random)
    {
        foreach (Tensor weight in NamedParameters().Values.Where(p => p.Rank > 1))
        {
            ReadOnlySpan<long> shape = weight.Shape;
            bool isDepthwise = weight.Rank == 4 && shape[1] == 1;
            double deviation = weight.Rank == 2 ? 0.02 : Math.Sqrt(2.0 / (isDepthwise ? shape[2] * shape[3] : Initializers.FanOut(shape)));
            weight.DrawNormal(random, deviation);
        }
    }

    /// <summary>One scale. Overlapping patches of a map become tokens by a strided convolution and a norm: Xie et al. 2021, section 3.1.</summary>
    private sealed record Stage(Conv2d Patches, LayerNorm PatchNorm, ModuleList<MixTransformerBlock> Blocks, LayerNorm Norm)
    {
        /// <summary>The map of the scale above, or the image, to this scale's <c>[N, C, H, W]</c>, in channels-last order.</summary>
        public Tensor Forward(Tensor map)
        {
            Tensor patches = Patches.Forward(map);
            Size2d size = patches.ImageSize;
            Tensor tokens = TensorScope.Run(() => PatchNorm.Forward(patches.ToTokens()));
            patches.Dispose();
            foreach (MixTransformerBlock block in Blocks.Items)
            {
                Tensor next = block.Forward(tokens, size);
                tokens.Dispose();
                tokens = next;
            }

            return Norm.Forward(tokens).ToMap(size);
        }
    }
}
