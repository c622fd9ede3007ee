using SeCo.Models.ResNet;
using SeCo.Torch;

namespace SeCo.Models.DeepLab;

/// <summary>The shape of a DeepLabV3+ as UniMatch defines it. Source: Chen et al. 2018; UniMatch's <c>deeplabv3plus.py</c> and <c>resnet.py</c>.</summary>
public sealed record DeepLabV3PlusConfig
{
    /// <summary>Number of classes, at least 1. Default: 19, Cityscapes'.</summary>
    public int Classes { get; init; } = 19;

    /// <summary>Layers of the ResNet: 50 or 101. Default: 101.</summary>
    public int Depth { get; init; } = 101;

    /// <summary>Dilations of the three wide views of the last feature map. Default: 6, 12, 18.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [6, 12, 18];

    /// <summary>How images are made the network's input. Default: UniMatch's for Cityscapes: windows of 801 pixels, 534 apart.</summary>
    public NetworkPreprocessing Preprocessing { get; init; } = NetworkPreprocessing.ImageNet with
    {
        Window = new Extent(801, 801),
        WindowStride = new Extent(534, 534),
        CutsWindows = true,
    };

    /// <summary>UniMatch's network on ResNet-50.</summary>
    public static DeepLabV3PlusConfig ResNet50 { get; } = new() { Depth = 50 };

    /// <summary>UniMatch's network on ResNet-101.</summary>
    public static DeepLabV3PlusConfig ResNet101 { get; } = new();

    /// <summary>The shape of the ResNet.</summary>
    internal ResNetConfig Body => new() { Depth = Depth, Stem = ResNetStem.WideDeep, OutputStride = 16 };

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (Classes < 1 || Depth is not (50 or 101) || Dilations.Count != 3 || Dilations.Any(d => d < 1))
        {
            throw new ArgumentException(
                $"There must be at least one class ({Classes}), the depth {Depth} must be 50 or 101, and the dilations {string.Join(", ", Dilations)} three numbers from 1.");
        }
    }
}
