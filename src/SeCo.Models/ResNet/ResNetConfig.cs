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

    /// <summary>Added to the variance in every norm but <see cref="ResNetNorm.Frozen"/>. Default: 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>What the norms do in training. Default: <see cref="ResNetNorm.Batch"/>.</summary>
    public ResNetNorm Norm { get; init; } = ResNetNorm.Batch;

    /// <summary>Pixels of the image to a cell of the last map: 32, or for segmentation 16 or 8, where the last stage or two look further (dilation 2, 4)
    /// instead of striding; from depth 50. Default: 32.</summary>
    public int OutputStride { get; init; } = 32;

    /// <summary>The first block of a dilated stage has the stage's dilation too, instead of the stage's before. Default: false, torchvision's;
    /// true for AdaptSegNet and ADVENT.</summary>
    public bool DilatesFirstBlock { get; init; }

    /// <summary>A block of three convolutions strides in the first, 1×1, instead of the 3×3. Default: false, torchvision's;
    /// true for the weights that came from Caffe.</summary>
    public bool StridesFirst { get; init; }

    /// <summary>Max pooling rounds its output size up. Default: false; true for AdaptSegNet and ADVENT.</summary>
    public bool RoundsPoolingUp { get; init; }

    /// <summary>The shape that the reference implementation gives a depth: <see cref="ResNetStem.Cifar"/> below 50.
    /// Source: <c>SCC/models/resnet.py</c>.</summary>
    public static ResNetConfig Reference(int depth) => new() { Depth = depth, Stem = depth < 50 ? ResNetStem.Cifar : ResNetStem.ImageNet };

    internal Row Shape => Rows[Depth];

    internal int StemChannels => Stem == ResNetStem.WideDeep ? 128 : 64;

    /// <summary>The stride of a stage's first block, the dilation of that block, and the dilation of the others.</summary>
    internal (int Stride, int FirstDilation, int Dilation) Sampling(int stage)
    {
        if (stage == 0)
        {
            return (1, 1, 1);
        }

        int cells = 8 << (stage - 1); // pixels to a cell, if every stage so far strides
        int dilation = Math.Max(1, cells / OutputStride);
        return cells > OutputStride ? (1, DilatesFirstBlock ? dilation : dilation / 2, dilation) : (2, 1, 1);
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (!Rows.TryGetValue(Depth, out Row? row) || !Enum.IsDefined(Stem) || !Enum.IsDefined(Norm) || !(Epsilon > 0))
        {
            throw new ArgumentException(
                $"The depth {Depth} must be one of {string.Join(", ", Rows.Keys)}, the stem {Stem} and the norm {Norm} known ones, "
                    + $"and the epsilon {Epsilon} above 0.");
        }

        if (OutputStride is not (8 or 16 or 32) || (OutputStride < 32 && (!row.IsBottleneck || Stem == ResNetStem.Cifar)))
        {
            throw new ArgumentException($"The output stride {OutputStride} must be 32, or from depth 50 and with a stem for large images 16 or 8.");
        }
    }

    /// <summary>The blocks of each of the four stages: of two convolutions, or of three with four times the channels at their ends.</summary>
    internal sealed record Row(int[] Blocks, bool IsBottleneck);
}
