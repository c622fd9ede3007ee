namespace SeCo.Models.Sam;

/// <summary>SAM's vision transformer, under the official names (<c>patch_embed.proj</c>, <c>blocks.0.attn.qkv</c>, <c>neck.0</c>); for evaluation.</summary>
public sealed class VitImageEncoder : SamImageEncoder
{
    private readonly Conv2d _patches;
    private readonly Tensor? _positions;
    private readonly ModuleList<VitBlock> _blocks;
    private readonly Sequential _neck;
    private readonly int _firstGlobal;

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

        _patches = Part("patch_embed.proj", new Conv2d(3, vit.Width, config.PatchSize, stride: config.PatchSize));
        _blocks = Part("blocks", new ModuleList<VitBlock>(Enumerable.Range(0, vit.Depth).Select(i => new VitBlock(vit, config.GridSize, vit.WindowOf(i)))));
        _neck = Part("neck", SamNeck.Create(vit.Width, config.Channels));
        _firstGlobal = Enumerable.Range(0, vit.Depth).FirstOrDefault(i => vit.WindowOf(i) == 0, -1);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor images, IList<Tensor>? inner = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        Tensor tokens = Embed(images);
        for (int i = 0; i < _blocks.Count; i++)
        {
            Tensor next = _blocks[i].Forward(tokens, WorkingMemory);
            tokens.Dispose(); // one block's tokens at a time
            tokens = next;
            if (i == _firstGlobal)
            {
                inner?.Add(scope.Keep(tokens.Alias()));
            }
        }

        return scope.Keep(_neck.Forward(tokens.Permute(0, 3, 1, 2)));
    }

    /// <summary>Patches with their positions, <c>[N, H, W, C]</c>.</summary>
    internal Tensor Embed(Tensor images) => TensorScope.Run(() =>
    {
        Tensor patches = _patches.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast)).Permute(0, 2, 3, 1); // [N, H, W, C]
        return _positions is null ? patches.Contiguous() : patches + _positions;
    });
}
