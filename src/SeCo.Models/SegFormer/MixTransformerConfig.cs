namespace SeCo.Models.SegFormer;

/// <summary>The shape of a Mix Transformer (MiT). Source: Xie et al. 2021, table 6; NVlabs' <c>mix_transformer.py</c>.</summary>
public sealed record MixTransformerConfig
{
    /// <summary>Channels of each of the four stages, multiples of <see cref="Heads"/>. Default: 32, 64, 160, 256, B0's.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [32, 64, 160, 256];

    /// <summary>Blocks of each stage. Default: 2, 2, 2, 2, B0's.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [2, 2, 2, 2];

    /// <summary>Attention heads of each stage. Default: 1, 2, 5, 8.</summary>
    public IReadOnlyList<int> Heads { get; init; } = [1, 2, 5, 8];

    /// <summary>Rows and columns of tokens that become one key in the attention of each stage. Default: 8, 4, 2, 1.</summary>
    public IReadOnlyList<int> Reductions { get; init; } = [8, 4, 2, 1];

    /// <summary>Channels inside a block's feed-forward network for each of its own. Default: 4.</summary>
    public int Expansion { get; init; } = 4;

    /// <summary>Probability to leave out a branch of the last block in training, for each image; it rises evenly from 0 at the first block. In [0, 1).
    /// Default: 0.1.</summary>
    public double DropPath { get; init; } = 0.1;

    /// <summary>Whose names the parts have, and with them whose epsilons the norms. Default: NVlabs'.</summary>
    public MixTransformerNames Names { get; init; }

    /// <summary>MiT-B0 to B5 by number: 3.3, 13.2, 24.2, 44.1, 60.8 and 81.4 million parameters.</summary>
    public static IReadOnlyList<MixTransformerConfig> Variants { get; } =
        [new(), Wide(2, 2, 2, 2), Wide(3, 4, 6, 3), Wide(3, 4, 18, 3), Wide(3, 8, 27, 3), Wide(3, 6, 40, 3)];

    /// <summary>Of the norms in the blocks and after the stages; those of patch embeddings and attention have the usual 1e-5.</summary>
    internal double Epsilon => IsHuggingFace ? 1e-5 : 1e-6;

    internal bool IsHuggingFace => Names == MixTransformerNames.HuggingFace;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        const int Stages = 4;
        IReadOnlyList<int>[] rows = [Channels, Blocks, Heads, Reductions];
        if (rows.Any(row => row.Count != Stages || row.Any(v => v < 1)) || Channels.Zip(Heads).Any(s => s.First % s.Second != 0)
            || Expansion < 1 || !Enum.IsDefined(Names) || DropPath is not (>= 0 and < 1))
        {
            throw new ArgumentException(
                "A Mix Transformer has four stages, each with channels, blocks, heads and a reduction of at least 1, heads that divide the channels, an "
                    + "expansion of at least 1 "
                + $"and a drop path in [0, 1). Found channels {List(Channels)}, blocks {List(Blocks)}, heads {List(Heads)}, reductions {List(Reductions)}, "
                    + $"expansion {Expansion}, drop path {DropPath}.");
        }
    }

    private static MixTransformerConfig Wide(params int[] blocks) => new() { Channels = [64, 128, 320, 512], Blocks = blocks };

    private static string List(IReadOnlyList<int> values) => $"[{string.Join(", ", values)}]";
}
