namespace SeCo.Models.Sam.Hiera;

/// <summary>SAM 2's image encoder, under the official names (<c>trunk.blocks.0.attn.qkv</c>, <c>neck.convs.0.conv</c>); for evaluation.</summary>
public sealed class HieraImageEncoder : SamImageEncoder
{
    private readonly Trunk _trunk;
    private readonly Conv2d[] _levels; // the deepest first

    /// <summary>Creates the encoder; its values are to be loaded.</summary>
    /// <param name="config">The model, with <see cref="SamConfig.Hiera"/>.</param>
    /// <exception cref="ArgumentException">A value of the configuration is out of range, or it has no Hiera.</exception>
    public HieraImageEncoder(SamConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        HieraConfig hiera = config.Hiera ?? throw new ArgumentException($"The architecture '{config.Name}' has no Hiera.", nameof(config));
        _trunk = Part("trunk", new Trunk(hiera));
        _levels =
        [
            .. Enumerable.Range(0, HieraConfig.StageCount).Select(i => Part(
                $"neck.convs.{i}.conv", new Conv2d(hiera.Width << (HieraConfig.StageCount - 1 - i), config.Channels, 1))),
        ];
    }

    /// <inheritdoc/>
    /// <remarks>The inner maps are the levels at 1/4 and 1/8 of the image, <c>[N, C, S / 4, S / 4]</c> and <c>[N, C, S / 8, S / 8]</c>.</remarks>
    public override Tensor Forward(Tensor images, IList<Tensor>? inner = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using TensorScope scope = TensorScope.Open();
        IReadOnlyList<Tensor> maps = _trunk.Stages(images);
        if (inner is not null)
        {
            inner.Add(scope.Keep(Level(0)));
            inner.Add(scope.Keep(Level(1)));
        }

        Tensor embedding = Level(2);
        return scope.Keep(embedding + Level(3).ResizeNearest(new Size2d((int)embedding.Shape[2], (int)embedding.Shape[3])));

        Tensor Level(int stage) => _levels[^(stage + 1)].Forward(maps[stage]);
    }

    /// <summary>The part before the neck.</summary>
    internal sealed class Trunk : Module
    {
        private readonly Tensor _background;
        private readonly Tensor _window;
        private readonly Conv2d _patches;
        private readonly ModuleList<HieraBlock> _blocks;
        private readonly int[] _ends;

        internal Trunk(HieraConfig config)
        {
            _background = Parameter("pos_embed", Tensor.Zeros([1, config.Width, config.BackgroundSize[0], config.BackgroundSize[1]]));
            _window = Parameter("pos_embed_window", Tensor.Zeros([1, config.Width, config.Windows[0], config.Windows[0]]));
            _patches = Part("patch_embed.proj", new Conv2d(3, config.Width, 7, stride: 4, padding: 3));
            _blocks = Part("blocks", new ModuleList<HieraBlock>(config.Blocks.Select(b => new HieraBlock(b, config.MlpRatio))));
            _ends = [.. config.Stages.Select((_, stage) => config.Stages.Take(stage + 1).Sum() - 1)];
        }

        internal IReadOnlyList<HieraBlock> Blocks => _blocks.Items;

        /// <summary>Images <c>[N, 3, S, S]</c> to the last map of each stage, <c>[N, C, H, W]</c>.</summary>
        internal IReadOnlyList<Tensor> Stages(Tensor images)
        {
            using TensorScope scope = TensorScope.Open();
            List<Tensor> ends = [];
            Tensor tokens = Embed(images);
            for (int i = 0; i < _blocks.Count; i++)
            {
                Tensor next = _blocks[i].Forward(tokens);
                tokens.Dispose(); // one block's tokens at a time
                tokens = next;
                if (_ends.Contains(i))
                {
                    ends.Add(scope.Keep(tokens.Permute(0, 3, 1, 2)));
                }
            }

            return ends;
        }

        /// <summary>Patches with their positions, <c>[N, S / 4, S / 4, C]</c>.</summary>
        internal Tensor Embed(Tensor images) => TensorScope.Run(() =>
        {
            Tensor patches = _patches.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast)).Permute(0, 2, 3, 1);
            return patches + Positions(patches.Shape[1], patches.Shape[2]);
        });

        /// <summary>What is added to patches, <c>[1, H, W, C]</c>: one table stretched over the image, another laid beside itself in every window.</summary>
        internal Tensor Positions(long height, long width) => TensorScope.Run(() =>
        {
            Tensor stretched = _background.To(DType.Float32).ResizeBicubic(new Size2d((int)height, (int)width)).To(_background.DType);
            Tensor tiled = _window.Repeat(1, 1, height / _window.Shape[2], width / _window.Shape[3]);
            return (stretched + tiled).Permute(0, 2, 3, 1).Contiguous();
        });
    }
}
