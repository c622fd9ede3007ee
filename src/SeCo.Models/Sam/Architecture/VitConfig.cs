namespace SeCo.Models.Sam;

/// <summary>The shape of SAM's plain vision transformer. Source: Kirillov et al. 2023; Li et al. 2022 (ViTDet); the official <c>ImageEncoderViT</c>.</summary>
public sealed record VitConfig
{
    /// <summary>Length of a token. Default: 768 (ViT-B).</summary>
    [JsonPropertyName("embed_dim")]
    public int Width { get; init; } = 768;

    /// <summary>Number of blocks. Default: 12 (ViT-B).</summary>
    [JsonPropertyName("depth")]
    public int Depth { get; init; } = 12;

    /// <summary>Attention heads of a block. Default: 12 (ViT-B).</summary>
    [JsonPropertyName("num_heads")]
    public int Heads { get; init; } = 12;

    /// <summary>Width of a block's two-layer network, as a multiple of <see cref="Width"/>. Default: 4.</summary>
    [JsonPropertyName("mlp_ratio")]
    public double MlpRatio { get; init; } = 4;

    /// <summary>Whether queries, keys and values have a bias. Default: true.</summary>
    [JsonPropertyName("qkv_bias")]
    public bool QkvBias { get; init; } = true;

    /// <summary>Whether a table of positions is added to the patches. Default: true.</summary>
    [JsonPropertyName("use_abs_pos")]
    public bool UsesAbsolutePositions { get; init; } = true;

    /// <summary>Whether attention knows the distance of two tokens by rows and columns. Default: true.</summary>
    [JsonPropertyName("use_rel_pos")]
    public bool UsesRelativePositions { get; init; } = true;

    /// <summary>Side of the windows in which most blocks attend, in tokens; 0 lets every block see the whole image. Default: 14.</summary>
    [JsonPropertyName("window_size")]
    public int WindowSize { get; init; } = 14;

    /// <summary>Blocks, from 0, that see the whole image. Default: 2, 5, 8, 11 (ViT-B).</summary>
    [JsonPropertyName("global_attn_indexes")]
    public IReadOnlyList<int> GlobalBlocks { get; init; } = [2, 5, 8, 11];

    /// <summary>Length of a head's part of a token.</summary>
    [JsonIgnore]
    public int HeadWidth => Width / Heads;

    /// <summary>Width of a block's two-layer network.</summary>
    [JsonIgnore]
    public int MlpWidth => (int)(Width * MlpRatio);

    /// <summary>Side of the window in which a block attends, in tokens; 0 for the whole image.</summary>
    public int WindowOf(int block) => GlobalBlocks.Contains(block) ? 0 : WindowSize;

    /// <summary>Compares the global blocks one by one.</summary>
    public bool Equals(VitConfig? other) => other is not null
        && (Width, Depth, Heads, MlpRatio, QkvBias, UsesAbsolutePositions, UsesRelativePositions, WindowSize)
            == (other.Width, other.Depth, other.Heads, other.MlpRatio, other.QkvBias, other.UsesAbsolutePositions,
                other.UsesRelativePositions, other.WindowSize)
        && GlobalBlocks.SequenceEqual(other.GlobalBlocks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Depth, Heads, MlpRatio, QkvBias, UsesRelativePositions, WindowSize, GlobalBlocks.Count);

    /// <summary>What must hold, each with the fault that is told where it does not.</summary>
    internal (bool Good, string Fault)[] Checks() =>
    [
        (Heads >= 1 && Width >= 1 && Width % Heads == 0 && Width <= 16384, $"the width {Width} must be a multiple of the {Heads} heads, at most 16384"),
        (Depth is >= 1 and <= 1024, $"the depth {Depth} must be 1 to 1024"),
        (MlpRatio is > 0 and <= 64 && MlpWidth >= 1, $"the MLP ratio {MlpRatio} must be above 0, at most 64"),
        (WindowSize is >= 0 and <= 1024, $"the window size {WindowSize} must be 0 to 1024"),
        (GlobalBlocks.All(b => b >= 0 && b < Depth), $"the global blocks {string.Join(", ", GlobalBlocks)} must be 0 to {Depth - 1}"),
    ];
}
