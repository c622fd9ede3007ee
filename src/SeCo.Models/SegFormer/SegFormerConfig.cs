namespace SeCo.Models.SegFormer;

/// <summary>The shape of a SegFormer or DAFormer. Source: Xie et al. 2021; Hoyer et al. 2022; NVlabs' and MIC's configurations.</summary>
public sealed record SegFormerConfig
{
    /// <summary>Number of classes, at least 1. Default: 19, Cityscapes'.</summary>
    public int Classes { get; init; } = 19;

    /// <summary>The encoder. Default: MiT-B0.</summary>
    public MixTransformerConfig Body { get; init; } = new();

    /// <summary>What follows the encoder. Default: NVlabs'.</summary>
    public SegFormerHead Head { get; init; } = SegFormerHead.Original;

    /// <summary>Channels to which every map is brought, at least 1. Default: 256, which B0, B1 and DAFormer have; the others have 768.</summary>
    public int Embedding { get; init; } = 256;

    /// <summary>Dilations of DAFormer's context; 1 stands for a plain 1×1 convolution. Default: 1, 6, 12, 18.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [1, 6, 12, 18];

    /// <summary>Probability to drop a channel before the last convolution in training, in [0, 1). Default: 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>How images are made the network's input. Default: SegFormer's for Cityscapes: windows of 1024 pixels, 768 apart.</summary>
    public NetworkPreprocessing Preprocessing { get; init; } =
        NetworkPreprocessing.ImageNet with { Window = new Size2d(1024, 1024), WindowStride = new Size2d(768, 768) };

    /// <summary>NVlabs' SegFormer on MiT-B0 to B5.</summary>
    /// <param name="variant">0 to 5.</param>
    public static SegFormerConfig SegFormer(int variant) => new() { Body = MixTransformerConfig.Variants[variant], Embedding = variant < 2 ? 256 : 768 };

    /// <summary>DAFormer on MiT-B0 to B5; published on B5. Images are seen whole, 1024 × 512.</summary>
    /// <param name="variant">0 to 5.</param>
    public static SegFormerConfig DaFormer(int variant) => new()
    {
        Body = MixTransformerConfig.Variants[variant],
        Head = SegFormerHead.DaFormer,
        Preprocessing = NetworkPreprocessing.ImageNet with { InputSize = new Size2d(512, 1024), Resize = InputResize.BilinearBytes },
    };

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        Body.Validate();
        if (Classes < 1 || Embedding < 1 || !Enum.IsDefined(Head) || Dilations.Count == 0 || Dilations.Any(d => d < 1) || Dropout is not (>= 0 and < 1))
        {
            throw new ArgumentException(
                $"There must be at least one class ({Classes}) and one embedded channel ({Embedding}), a known head ({Head}), dilations from 1 "
                    + $"({string.Join(", ", Dilations)}), "
                + $"and a drop-out in [0, 1) ({Dropout}).");
        }
    }
}
