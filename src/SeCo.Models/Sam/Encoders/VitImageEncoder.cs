using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>SAM's vision transformer, under the official names (<c>patch_embed.proj</c>, <c>blocks.0.attn.qkv</c>, <c>neck.0</c>); for evaluation.</summary>
public sealed class VitImageEncoder : SamImageEncoder
{
    private readonly PatchEmbedding _patches;
    private readonly Tensor? _positions;
    private readonly ModuleList<VitBlock> _blocks;
    private readonly Sequential _neck;

    /// <summary>Creates the encoder; its values are to be loaded.</summary>
    /// <param name="config">The model, with <see cref="SamConfig.Vit"/>.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range, or it has no vision transformer.</exception>
    public VitImageEncoder(SamConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        VitConfig vit = config.Vit ?? throw new ArgumentException($"The architecture '{config.Name}' has no plain vision transformer.", nameof(config));
        if (vit.UsesAbsolutePositions)
        {
            _positions = Parameter("pos_embed", Tensor.Zeros([1, config.GridSize, config.GridSize, vit.Width]));
        }

        _patches = Part("patch_embed", new PatchEmbedding(vit.Width, config.PatchSize));
        _blocks = Part("blocks", new ModuleList<VitBlock>(Enumerable.Range(0, vit.Depth).Select(i => new VitBlock(vit, config.GridSize, vit.WindowOf(i)))));
        _neck = Part("neck", SamNeck.Create(vit.Width, config.Channels));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        Tensor tokens = Embed(images);
        for (int i = 0; i < _blocks.Count; i++)
        {
            Tensor next = _blocks[i].Forward(tokens, WorkingMemory);
            tokens.Dispose(); // one block's tokens at a time
            tokens = next;
        }

        return scope.Keep(_neck.Forward(tokens.Permute(0, 3, 1, 2)));
    }

    /// <summary>The first stages of <see cref="Forward"/>: patches with their positions, then the output of each block, <c>[N, H, W, C]</c>;
    /// to look inside.</summary>
    /// <param name="images">Preprocessed images.</param>
    /// <param name="blocks">How many blocks to run.</param>
    /// <returns><paramref name="blocks"/> + 1 tensors, which belong to the open scope or the caller.</returns>
    public IReadOnlyList<Tensor> Stages(Tensor images, int blocks)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks, _blocks.Count);
        List<Tensor> stages = [Embed(images)];
        for (int i = 0; i < blocks; i++)
        {
            stages.Add(_blocks[i].Forward(stages[^1], WorkingMemory));
        }

        return stages;
    }

    private Tensor Embed(Tensor images)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor patches = _patches.Forward(images);
        return scope.Keep(_positions is null ? patches.Contiguous() : patches.Add(_positions));
    }

    private sealed class PatchEmbedding : Module
    {
        private readonly Conv2d _projection;

        internal PatchEmbedding(int width, int patch) => _projection = Part("proj", new Conv2d(3, width, patch, stride: patch));

        internal Tensor Forward(Tensor images)
        {
            using TensorScope scope = TensorScope.Open();
            return scope.Keep(_projection.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast)).Permute(0, 2, 3, 1)); // [N, H, W, C]
        }
    }
}
