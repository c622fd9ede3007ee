namespace SeCo.Models.ResNet;

/// <summary>The shape of a ResNet. Source: He et al. 2016, table 1; torchvision's <c>resnet.py</c>.</summary>
public sealed record ResNetConfig
{
    private static readonly Dictionary<int, Row> Rows = new()
    {
        [18] = new([2, 2, 2, 2], IsBottleneck: false),
        [34] = new([3, 4, 6, 3], IsBottleneck: false),
        [50] = new([3, 4, 6, 3], IsBottleneck: true),
        [101] = new([3, 4, 23, 3], IsBottleneck: true),
    };

    /// <summary>Number of layers with weights: 18, 34, 50 or 101. Default: 50.</summary>
    public int Depth { get; init; } = 50;

    /// <summary>How the network begins. Default: <see cref="ResNetStem.ImageNet"/>.</summary>
    public ResNetStem Stem { get; init; } = ResNetStem.ImageNet;

    /// <summary>Added to the variance in every norm. Default: 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The shape that the reference implementation gives a depth: <see cref="ResNetStem.Cifar"/> below 50. Source: <c>SCC/models/resnet.py</c>.</summary>
    public static ResNetConfig Reference(int depth) => new() { Depth = depth, Stem = depth < 50 ? ResNetStem.Cifar : ResNetStem.ImageNet };

    /// <summary>The row of the table.</summary>
    internal Row Shape => Rows[Depth];

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (!Rows.ContainsKey(Depth) || !Enum.IsDefined(Stem) || !(Epsilon > 0))
        {
            throw new ArgumentException($"The depth {Depth} must be one of {string.Join(", ", Rows.Keys)}, the stem {Stem} a known one, and the epsilon {Epsilon} above 0.");
        }
    }

    /// <summary>One depth.</summary>
    /// <param name="Blocks">Number of blocks of each of the four stages.</param>
    /// <param name="IsBottleneck">Blocks of three convolutions with four times the channels at their ends, instead of two.</param>
    internal sealed record Row(int[] Blocks, bool IsBottleneck);
}
