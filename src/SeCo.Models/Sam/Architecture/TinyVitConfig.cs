namespace SeCo.Models.Sam;

/// <summary>The shape of a TinyViT as Segment Anything's image encoder. Source: Wu et al. 2022; MobileSAM's <c>tiny_vit_sam.py</c>.</summary>
public sealed record TinyVitConfig
{
    /// <summary>Number of stages, the first of convolutions.</summary>
    public const int StageCount = 4;

    /// <summary>The four stages, at 1/4, 1/8, 1/16 and 1/16 of the image. Default: TinyViT-5M with the windows of MobileSAM.</summary>
    public IReadOnlyList<TinyVitStage> Stages { get; init; } = [new(64, 2, 2, 7), new(128, 2, 4, 7), new(160, 6, 5, 14), new(320, 2, 10, 7)];

    /// <summary>How many times more channels the perceptrons have inside. Default: 4.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>How many times more channels the blocks of the first stage have inside. Default: 4.</summary>
    public double ConvolutionRatio { get; init; } = 4;

    /// <summary>Side of the depthwise kernels between attention and feed-forward network, in cells; odd. Default: 3.</summary>
    public int LocalKernel { get; init; } = 3;

    /// <summary>Outputs of the linear layer that classified images before; it is in the checkpoints and nobody calls it. Default: 1000.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Compares the stages one by one.</summary>
    public bool Equals(TinyVitConfig? other) => other is not null
        && (MlpRatio, ConvolutionRatio, LocalKernel, Classes) == (other.MlpRatio, other.ConvolutionRatio, other.LocalKernel, other.Classes)
        && Stages.SequenceEqual(other.Stages);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MlpRatio, ConvolutionRatio, LocalKernel, Classes, Stages.Count);

    internal int MlpChannels(TinyVitStage stage) => (int)(stage.Channels * MlpRatio);

    /// <inheritdoc cref="VitConfig.Checks"/>
    internal (bool Good, string Fault)[] Checks() =>
    [
        (Stages is { Count: StageCount }, $"the TinyViT has {Stages?.Count ?? 0} stages, expected {StageCount}"),
        .. (Stages ?? []).Select(stage => (
            stage is { Channels: >= 2 and <= 8192, Depth: >= 1 and <= 256, Heads: >= 1, WindowSize: >= 1 and <= 64 } && stage.Channels % stage.Heads == 0,
            $"the stage {stage} needs 2 to 8192 channels in equal parts for its heads, 1 to 256 blocks, and windows of 1 to 64 cells")),
        (MlpRatio is > 0 and <= 64 && ConvolutionRatio is > 0 and <= 64, $"the ratios {MlpRatio} and {ConvolutionRatio} must be above 0, at most 64"),
        (LocalKernel is >= 1 and <= 31 && LocalKernel % 2 == 1, $"the local kernel {LocalKernel} must be odd and 1 to 31"),
        (Classes is >= 1 and <= 1_000_000, $"the classes {Classes} must be 1 to 1000000"),
    ];
}
