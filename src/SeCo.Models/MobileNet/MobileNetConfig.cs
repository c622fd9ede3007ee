namespace SeCo.Models.MobileNet;

/// <summary>The shape of a MobileNetV2. Source: Sandler et al. 2018, table 2; torchvision's <c>mobilenetv2.py</c>.</summary>
public sealed record MobileNetConfig
{
    /// <summary>Multiplies the channels of every layer. Default: 1.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Added to the variance in every norm. Default: 1e-5, torchvision's.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Pixels of the image to a cell of the last map: 32, or for segmentation 16 or 8, where the groups of blocks that would make a cell coarser do
    /// not stride, and all their blocks but the first look further instead (dilation 2, 4). Default: 32.</summary>
    public int OutputStride { get; init; } = 32;

    /// <summary>The network ends with a convolution to 1280 channels, for classification. Default: true;
    /// false for segmentation, which sees the maps before it.</summary>
    public bool HasLastConvolution { get; init; } = true;

    /// <summary>The groups of blocks in order: paper, table 2. Blocks are numbered from 1 through all groups.</summary>
    internal static IReadOnlyList<BlockGroup> Groups { get; } =
    [
        new(Expansion: 1, Channels: 16, Blocks: 1, Stride: 1),
        new(Expansion: 6, Channels: 24, Blocks: 2, Stride: 2),
        new(Expansion: 6, Channels: 32, Blocks: 3, Stride: 2),
        new(Expansion: 6, Channels: 64, Blocks: 4, Stride: 2),
        new(Expansion: 6, Channels: 96, Blocks: 3, Stride: 1),
        new(Expansion: 6, Channels: 160, Blocks: 3, Stride: 2),
        new(Expansion: 6, Channels: 320, Blocks: 1, Stride: 1),
    ];

    internal int StemChannels => Scaled(32);

    /// <summary>Channels of the last map: those of the last convolution, which a width below 1 does not shrink, or of the last block.</summary>
    internal int LastChannels => HasLastConvolution ? RoundedToEight(1280 * Math.Max(1, Width)) : Scaled(Groups[^1].Channels);

    internal int Scaled(int channels) => RoundedToEight(channels * Width);

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (!(Width is > 0 and <= 8 && Epsilon > 0 && OutputStride is 8 or 16 or 32))
        {
            throw new ArgumentException(
                $"The width {Width} must lie in (0, 8], the epsilon {Epsilon} above 0, and the output stride {OutputStride} must be 8, 16 or 32.");
        }
    }

    /// <summary>To the nearest multiple of eight, at least eight, never more than a tenth down.</summary>
    private static int RoundedToEight(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }

    /// <summary>Blocks alike: how many times more channels they have inside than at their input, their output channels at width 1, their number, and the
    /// stride of the first; the others have 1.</summary>
    internal sealed record BlockGroup(int Expansion, int Channels, int Blocks, int Stride);
}
