namespace SeCo.Models.EspNetV2;

/// <summary>The shape of an ESPNetv2. Source: Mehta et al. 2019; the authors' EdgeNets, <c>model/segmentation/espnetv2.py</c>.</summary>
public sealed record EspNetV2Config
{
    /// <summary>Number of classes, at least 2. Default: 20, Cityscapes' 19 and background.</summary>
    public int Classes { get; init; } = 20;

    /// <summary>Channels at 1/2, 1/4, 1/8 and 1/16 of the image: multiples of 4, and of 16 where a level adds to the one before.</summary>
    public required IReadOnlyList<int> Widths { get; init; }

    /// <summary>Units at 1/8 of the image that keep the size, at least 1. Default: 3.</summary>
    public int EighthUnits { get; init; } = 3;

    /// <summary>Units at 1/16 of the image that keep the size, at least 1. Default: 7.</summary>
    public int SixteenthUnits { get; init; } = 7;

    /// <summary>How the authors make the network's input of an image.</summary>
    public NetworkPreprocessing Preprocessing { get; init; } = NetworkPreprocessing.ImageNet with
    {
        InputSize = new Size2d(512, 1024), Resize = InputResize.BilinearAveragedBytes,
    };

    /// <summary>The published networks by their scale, from the smallest: 0.5, 1.0, 1.5, 2.0.</summary>
    public static IReadOnlyList<(string Scale, EspNetV2Config Config)> Scales { get; } =
    [
        ("0.5", new EspNetV2Config { Widths = [16, 32, 64, 128] }), ("1.0", new EspNetV2Config { Widths = [32, 64, 128, 256] }),
        ("1.5", new EspNetV2Config { Widths = [32, 96, 192, 384] }), ("2.0", new EspNetV2Config { Widths = [32, 128, 256, 512] }),
    ];

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (Classes < 2 || EighthUnits < 1 || SixteenthUnits < 1 || Widths.Count != 4 || Widths.Any(w => w < 16 || w % 16 != 0)
            || Widths.Zip(Widths.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            throw new ArgumentException(
                $"An ESPNetv2 has at least 2 classes ({Classes}), units at 1/8 ({EighthUnits}) and 1/16 ({SixteenthUnits}) of the image, and four growing "
                + $"widths that are multiples of 16 ({string.Join(", ", Widths)}).");
        }
    }
}
