using SeCo.Models.MobileNet;
using SeCo.Models.ResNet;

namespace SeCo.Models.DeepLab;

/// <summary>The shape of a DeepLabV3+: as UniMatch defines it, or a small one. Source: Chen et al. 2018;
/// UniMatch's <c>deeplabv3plus.py</c> and <c>resnet.py</c>.</summary>
public sealed record DeepLabV3PlusConfig
{
    /// <summary>Number of classes, at least 1. Default: 19, Cityscapes'.</summary>
    public int Classes { get; init; } = 19;

    /// <summary>Layers of the ResNet: 50 or 101. Default: 101.</summary>
    public int Depth { get; init; } = 101;

    /// <summary>A MobileNetV2 of this shape takes the place of the ResNet; none where null. Default: null.</summary>
    public MobileNetConfig? MobileNet { get; init; }

    /// <summary>Channels of each view of the last feature map, and of what is made of them. Default: 256.</summary>
    public int PyramidChannels { get; init; } = 256;

    /// <summary>Channels to which the map at 1/4 of the image is brought. Default: 48.</summary>
    public int ReducedChannels { get; init; } = 48;

    /// <summary>Channels of the two convolutions at 1/4 of the image. Default: 256.</summary>
    public int DecoderChannels { get; init; } = 256;

    /// <summary>Every 3×3 convolution of the decoder is one of each channel and then a 1×1 of all, as in DeepLab's own code.
    /// Default: false, UniMatch's.</summary>
    public bool IsSeparable { get; init; }

    /// <summary>The mean of the whole image passes a norm, which in training needs two images in a batch; else its convolution has a bias instead. Default:
    /// true, UniMatch's.</summary>
    public bool NormsWholeImage { get; init; } = true;

    /// <summary>Dilations of the three wide views of the last feature map. Default: 6, 12, 18.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [6, 12, 18];

    /// <summary>How images are made the network's input. Default: UniMatch's for Cityscapes: windows of 801 pixels, 534 apart.</summary>
    public NetworkPreprocessing Preprocessing { get; init; } = NetworkPreprocessing.ImageNet with
    {
        Window = new Size2d(801, 801),
        WindowStride = new Size2d(534, 534),
        CutsWindows = true,
    };

    /// <summary>UniMatch's network on ResNet-50.</summary>
    public static DeepLabV3PlusConfig ResNet50 { get; } = new() { Depth = 50 };

    /// <summary>UniMatch's network on ResNet-101.</summary>
    public static DeepLabV3PlusConfig ResNet101 { get; } = new();

    /// <summary>A network for processors: MobileNetV2 under torchvision's names, a narrow separable decoder, whole images; one image makes a batch.</summary>
    /// <remarks>Source: this project, after Sandler et al. 2018, section 6.3; no weights are published for it but those of the body.</remarks>
    public static DeepLabV3PlusConfig MobileNetV2 { get; } = new()
    {
        MobileNet = new MobileNetConfig { OutputStride = 16, HasLastConvolution = false },
        PyramidChannels = 96,
        ReducedChannels = 32,
        DecoderChannels = 96,
        IsSeparable = true,
        NormsWholeImage = false,
        Preprocessing = NetworkPreprocessing.ImageNet,
    };

    internal ImageEncoder CreateBody(RandomSource? random) => MobileNet is null
        ? new ResNet.ResNet(new ResNetConfig { Depth = Depth, Stem = ResNetStem.WideDeep, OutputStride = 16 }, random)
        : new MobileNet.MobileNetV2(MobileNet, random);

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        MobileNet?.Validate();
        if (Classes < 1 || Depth is not (50 or 101) || Dilations.Count != 3 || Dilations.Any(d => d < 1))
        {
            throw new ArgumentException(
                $"There must be at least one class ({Classes}), the depth {Depth} must be 50 or 101, "
                    + $"and the dilations {string.Join(", ", Dilations)} three numbers from 1.");
        }

        if (PyramidChannels < 1 || ReducedChannels < 1 || DecoderChannels < 1)
        {
            throw new ArgumentException(
                $"The channels of the pyramid ({PyramidChannels}), of the reduced map ({ReducedChannels}) and of the decoder ({DecoderChannels}) must be at "
                    + "least 1.");
        }
    }
}
