namespace SeCo.Models.EspNet;

/// <summary>The shape of an ESPNet and what its images look like. Source: Mehta et al. 2018;
/// the authors' <c>Model.py</c> and <c>VisualizeResults.py</c>.</summary>
public sealed record EspNetConfig
{
    /// <summary>Number of classes, at least 5: the decoder divides them among five views. Default: 20, Cityscapes' 19 and background.</summary>
    public int Classes { get; init; } = 20;

    /// <summary>Blocks at 1/4 of the image (the paper's α₂, the authors' p), at least 1. Default: 2.</summary>
    public int QuarterBlocks { get; init; } = 2;

    /// <summary>Blocks at 1/8 of the image (the paper's α₃, the authors' q), at least 1. Default: 8.</summary>
    public int EighthBlocks { get; init; } = 8;

    /// <summary>The last convolution sees the first level together with the shrunk image, as in the authors' <c>train/Model.py</c>, instead of the first
    /// level alone, as in <c>test/Model.py</c>. Default: false, which the published Cityscapes weights need.</summary>
    public bool MergesImageLast { get; init; }

    /// <summary>How pixels become the network's input.</summary>
    public ImageNormalization Normalization { get; init; } = new(
        new ChannelValues(73.15840149, 82.90893555, 72.3923111), new ChannelValues(44.91483307, 46.15289307, 45.3192215))
    {
        IsBlueFirst = true,
        Divisor = 255, // after standardising: the published weights expect it
    };

    /// <summary>The size to which every image is brought first; null leaves it as it is. Default: 512 rows of 1024 pixels.</summary>
    public Size2d? InputSize { get; init; } = new Size2d(512, 1024);

    /// <summary>Both together.</summary>
    public NetworkPreprocessing Preprocessing => new(Normalization) { InputSize = InputSize };

    /// <summary>The published Cityscapes network, <c>espnet_p_2_q_8.pth</c>; its class 19 is background.</summary>
    public static EspNetConfig Cityscapes { get; } = new();

    /// <summary>The published CamVid network, <c>espnet_p_2_q_8_camvid.pth</c>: sky, building, pole, road, pavement, tree, sign, fence, car, pedestrian,
    /// bicyclist, void. Its means and deviations are those of the 367 training images, as <c>train/loadData.py</c> computes them.</summary>
    public static EspNetConfig CamVid { get; } = new()
    {
        Classes = 12,
        MergesImageLast = true,
        InputSize = null,
        Normalization = new(
            new ChannelValues(105.03319368755685, 108.40886315470783, 110.33102643430219),
            new ChannelValues(69.90434816160987, 72.69074533734673, 72.12571015416097))
        {
            IsBlueFirst = true,
            Divisor = 255,
        },
    };

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (Classes < 5 || QuarterBlocks < 1 || EighthBlocks < 1)
        {
            throw new ArgumentException(
                $"There must be at least five classes ({Classes}), which the decoder divides among five views, and one block at 1/4 ({QuarterBlocks}) and "
                    + $"1/8 ({EighthBlocks}) of the image.");
        }

        if (InputSize is { } size && (size.Height < 8 || size.Width < 8 || size.Height % 8 != 0 || size.Width % 8 != 0))
        {
            throw new ArgumentException($"The input size {size.Height}x{size.Width} must be multiples of 8.");
        }
    }
}
