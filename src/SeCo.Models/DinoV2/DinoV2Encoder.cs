namespace SeCo.Models.DinoV2;

/// <summary>DINOv2, a vision transformer that learnt from images without labels, under Meta's names (<c>patch_embed.proj</c>, <c>blocks.0.attn.qkv</c>,
/// <c>norm</c>); for evaluation.</summary>
/// <remarks>It has one feature map, the tokens of the patches after the last norm, at 1/14 of the image. Images are RGB, normalised by
/// <see cref="ImageNormalization.ImageNet"/>. Source: Oquab et al. 2023; Darcet et al. 2023; Meta's <c>vision_transformer.py</c>.</remarks>
public sealed class DinoV2Encoder : Module, IFeatureNetwork
{
    internal const double Epsilon = 1e-6;

    /// <summary>Added to the new side before positions are resized. Meta's networks without registers were released with it, those with registers
    /// without.</summary>
    private const double PositionOffset = 0.1;

    private readonly Tensor _class, _positions;
    private readonly Tensor? _registers;
    private readonly Conv2d _patches;
    private readonly ModuleList<DinoV2Block> _blocks;
    private readonly LayerNorm _norm;

    /// <summary>Creates the network; its values are to be loaded.</summary>
    /// <param name="config">Its shape.</param>
    public DinoV2Encoder(DinoV2Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        _class = Parameter("cls_token", Tensor.Zeros([1, 1, config.Width]));
        _positions = Parameter("pos_embed", Tensor.Zeros([1, 1 + (config.GridSize * config.GridSize), config.Width]));
        _registers = config.Registers == 0 ? null : Parameter("register_tokens", Tensor.Zeros([1, config.Registers, config.Width]));
        _patches = Part("patch_embed.proj", new Conv2d(3, config.Width, config.PatchSize, stride: config.PatchSize));
        _blocks = Part("blocks", new ModuleList<DinoV2Block>(Enumerable.Range(0, config.Depth).Select(_ => new DinoV2Block(config))));
        _norm = Part("norm", new LayerNorm(config.Width, Epsilon));
    }

    /// <summary>The shape of the network.</summary>
    public DinoV2Config Config { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> FeatureChannels => [Config.Width];

    /// <summary>Loads a network.</summary>
    /// <param name="checkpoint">Tensors under Meta's names, or under Hugging Face's; they tell the shape. It stays the caller's.</param>
    /// <exception cref="CheckpointException">It is no DINOv2, or names are missing, unexpected or of another shape: all of them together.</exception>
    public static DinoV2Encoder Load(ICheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ICheckpoint named = HuggingFaceDinoV2.Recognises(checkpoint) ? new HuggingFaceDinoV2(checkpoint) : checkpoint;
        DinoV2Encoder network;
        using (DeferredWeights.Open())
        {
            network = new DinoV2Encoder(DinoV2Config.Of(named));
        }

        try
        {
            network.LoadState(named, name => name == "mask_token" || name.StartsWith("head.", StringComparison.Ordinal)); // of training, and of classifiers
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A side of the images is no multiple of the patch's.</exception>
    public IReadOnlyList<Tensor> Features(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        Size2d size = images.ImageSize, grid = new(size.Height / Config.PatchSize, size.Width / Config.PatchSize);
        if (size.Height < 1 || size.Width < 1 || size.Height % Config.PatchSize != 0 || size.Width % Config.PatchSize != 0)
        {
            throw new ArgumentException(
                $"The images are {size.Width} x {size.Height}; DINOv2 sees images whose sides are multiples of {Config.PatchSize}.", nameof(images));
        }

        using TensorScope scope = TensorScope.Open();
        Tensor tokens = Embed(images, grid);
        foreach (DinoV2Block block in _blocks.Items)
        {
            Tensor next = block.Forward(tokens);
            tokens.Dispose(); // one block's tokens at a time
            tokens = next;
        }

        long patches = (long)grid.Height * grid.Width;
        Tensor seen = _norm.Forward(tokens.Narrow(2, tokens.Shape[2] - patches, patches)); // [N, 1, h · w, C]
        return [scope.Keep(seen.Reshape(images.Shape[0], grid.Height, grid.Width, Config.Width).Permute(0, 3, 1, 2))];
    }

    /// <summary>The class token, registers and patches: <c>[N, 1, L, C]</c>.</summary>
    private Tensor Embed(Tensor images, Size2d grid) => TensorScope.Run(() =>
    {
        long count = images.Shape[0], width = Config.Width;
        Tensor patches = _patches.Forward(images).Flatten(2).Transpose(1, 2) + Positions(grid);
        Tensor first = _class + _positions.Narrow(1, 0, 1);
        Tensor[] beside = _registers is null ? [first] : [first, _registers]; // registers have no place
        return Tensor.Cat([.. beside.Select(token => token.Expand([count, token.Shape[1], width])), patches], 1).Unsqueeze(1);
    });

    /// <summary>The table of positions for so many patches: <c>[1, h · w, C]</c>.</summary>
    private Tensor Positions(Size2d grid)
    {
        Tensor table = _positions.Narrow(1, 1, _positions.Shape[1] - 1);
        int side = Config.GridSize;
        if (grid == new Size2d(side, side))
        {
            return table;
        }

        Tensor map = table.Reshape(1, side, side, Config.Width).Permute(0, 3, 1, 2);
        Tensor resized = _registers is null
            ? map.ResizeBicubic(grid, ((grid.Height + PositionOffset) / side, (grid.Width + PositionOffset) / side))
            : map.ResizeBicubic(grid, antialias: true);
        return resized.Flatten(2).Transpose(1, 2);
    }
}
