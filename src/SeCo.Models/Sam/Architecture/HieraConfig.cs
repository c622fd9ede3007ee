namespace SeCo.Models.Sam;

/// <summary>The shape of SAM 2's image encoder, a transformer whose maps shrink from stage to stage. Files have the official argument names.
/// Source: Ryali et al. 2023; Ravi et al. 2024; the official <c>hieradet.py</c>.</summary>
public sealed record HieraConfig
{
    /// <summary>Number of stages, at 1/4, 1/8, 1/16 and 1/32 of the image; each has twice the channels and heads of the one before.</summary>
    public const int StageCount = 4;

    /// <summary>Channels of the first stage. Default: 96 (SAM 2 tiny).</summary>
    [JsonPropertyName("embed_dim")]
    public int Width { get; init; } = 96;

    /// <summary>Attention heads of the first stage. Default: 1.</summary>
    [JsonPropertyName("num_heads")]
    public int Heads { get; init; } = 1;

    /// <summary>Blocks of each stage. Default: 1, 2, 7, 2 (SAM 2 tiny).</summary>
    [JsonPropertyName("stages")]
    public IReadOnlyList<int> Stages { get; init; } = [1, 2, 7, 2];

    /// <summary>Blocks, from 0, that see the whole image. Default: 5, 7, 9 (SAM 2 tiny).</summary>
    [JsonPropertyName("global_att_blocks")]
    public IReadOnlyList<int> GlobalBlocks { get; init; } = [5, 7, 9];

    /// <summary>Side of the windows of each stage, in cells. Default: 8, 4, 14, 7.</summary>
    [JsonPropertyName("window_spec")]
    public IReadOnlyList<int> Windows { get; init; } = [8, 4, 14, 7];

    /// <summary>Rows and columns of the table of positions that is stretched over the image. Default: 7, 7.</summary>
    [JsonPropertyName("window_pos_embed_bkg_spatial_size")]
    public IReadOnlyList<int> BackgroundSize { get; init; } = [7, 7];

    /// <summary>How many times more channels the perceptrons have inside. Default: 4.</summary>
    [JsonPropertyName("mlp_ratio")]
    public double MlpRatio { get; init; } = 4;

    /// <summary>All blocks in their order. The first of a stage makes its channels and shrinks the map, in the windows of the stage before.</summary>
    internal IReadOnlyList<HieraBlockShape> Blocks =>
    [
        .. Stages.SelectMany((depth, stage) => Enumerable.Range(0, depth).Select(i => (Stage: stage, IsFirst: i == 0 && stage > 0)))
            .Select((b, i) => new HieraBlockShape(
                Inputs: Width << (b.IsFirst ? b.Stage - 1 : b.Stage),
                Outputs: Width << b.Stage,
                Heads: Heads << b.Stage,
                Window: GlobalBlocks.Contains(i) ? 0 : Windows[b.IsFirst ? b.Stage - 1 : b.Stage],
                Shrinks: b.IsFirst)),
    ];

    /// <summary>Compares the lists one by one.</summary>
    public bool Equals(HieraConfig? other) => other is not null && (Width, Heads, MlpRatio) == (other.Width, other.Heads, other.MlpRatio)
        && Stages.SequenceEqual(other.Stages) && GlobalBlocks.SequenceEqual(other.GlobalBlocks) && Windows.SequenceEqual(other.Windows)
        && BackgroundSize.SequenceEqual(other.BackgroundSize);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Heads, MlpRatio, Stages.Sum(), GlobalBlocks.Count);

    /// <inheritdoc cref="VitConfig.Checks"/>
    internal (bool Good, string Fault)[] Checks(int imageSize)
    {
        (bool Good, string Fault)[] lists =
        [
            (Stages is { Count: StageCount } && Stages.All(s => s is >= 1 and <= 256), $"the stages {Text(Stages)} must be {StageCount} of 1 to 256 blocks"),
            (Windows is { Count: StageCount } && Windows.All(w => w is >= 2 and <= 256) && Windows.Take(StageCount - 1).All(w => w % 2 == 0),
                $"the windows {Text(Windows)} must be {StageCount} of 2 to 256 cells, even before the last"),
            (BackgroundSize is { Count: 2 } && BackgroundSize.All(s => s is >= 1 and <= 1024), $"the background {Text(BackgroundSize)} must be two sizes"),
        ];
        return
        [
            (Heads >= 1 && Width >= 1 && Width % Heads == 0 && Width <= 2048, $"the width {Width} must be a multiple of the {Heads} heads, at most 2048"),
            (MlpRatio is > 0 and <= 64 && (int)(Width * MlpRatio) >= 1, $"the MLP ratio {MlpRatio} must be above 0, at most 64"),
            .. lists,
            (!lists.All(l => l.Good) || (imageSize % 32 == 0 && imageSize / 4 % Windows[0] == 0),
                $"the image size {imageSize} must be a multiple of 32, and a quarter of it of the first windows"),
            (!lists.All(l => l.Good) || GlobalBlocks.All(b => b >= 0 && b < Stages.Sum()), $"the global blocks {Text(GlobalBlocks)} must be below the depth"),
        ];

        static string Text(IReadOnlyList<int>? list) => string.Join(", ", list ?? []);
    }
}

/// <summary>One block of a Hiera; a window of 0 is the whole image.</summary>
internal readonly record struct HieraBlockShape(int Inputs, int Outputs, int Heads, int Window, bool Shrinks);
