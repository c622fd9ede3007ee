namespace SeCo.Models.Sam.TinyVit;

/// <summary>MobileSAM's image encoder, under the names of its checkpoint. Source: Zhang et al. 2023; <c>tiny_vit_sam.py</c>.</summary>
/// <remarks>Activations lie in <see cref="MemoryFormat.ChannelsLast"/> throughout, where tokens and maps are the same memory.</remarks>
public sealed class TinyVitImageEncoder : SamImageEncoder
{
    private readonly Sequential _embedding;
    private readonly ModuleList<StageLayers> _stages;
    private readonly Sequential _neck;

    /// <summary>Creates the encoder; its values are to be loaded.</summary>
    /// <param name="config">Its shape; null for MobileSAM's.</param>
    /// <param name="imageSize">Side of the images, in pixels; a multiple of 16.</param>
    /// <param name="channels">Channels of the image embedding.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public TinyVitImageEncoder(TinyVitConfig? config = null, int imageSize = 1024, int channels = 256)
    {
        config ??= new TinyVitConfig();
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (imageSize < 16 || imageSize % 16 != 0)
        {
            throw new ArgumentException($"The image size {imageSize} must be a multiple of 16.", nameof(imageSize));
        }

        SamConfig.Require("This TinyViT", config.Checks());
        ImageSize = imageSize;
        (int first, int last) = (config.Stages[0].Channels, config.Stages[^1].Channels);
        _embedding = Part("patch_embed.seq", new Sequential(
            new NormedConvolution(3, first / 2, kernel: 3, stride: 2), Activation.Gelu(), new NormedConvolution(first / 2, first, kernel: 3, stride: 2)));
        _stages = Part("layers", new ModuleList<StageLayers>(config.Stages.Select((_, i) => new StageLayers(config, i))));
        Part("norm_head", new LayerNorm(last));
        Part("head", new Linear(last, config.Classes));
        _neck = Part("neck", SamNeck.Create(last, channels));
    }

    /// <summary>Side of the images, in pixels.</summary>
    public int ImageSize { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The images are not of the encoder's size.</exception>
    public override Tensor Forward(Tensor images, IList<Tensor>? inner = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank != 4 || images.Shape[1] != 3 || images.Shape[2] != ImageSize || images.Shape[3] != ImageSize)
        {
            throw new ArgumentException($"The images are {images}, expected [N, 3, {ImageSize}, {ImageSize}].", nameof(images));
        }

        using TensorScope scope = TensorScope.Open();
        Tensor map = _embedding.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast));
        foreach (StageLayers stage in _stages.Items)
        {
            Tensor next = stage.Forward(map);
            map.Dispose();
            map = next;
            if (stage == _stages[1])
            {
                inner?.Add(scope.Keep(map.Permute(0, 2, 3, 1)));
            }
        }

        return scope.Keep(_neck.Forward(map));
    }
}
