using SeCo.Models.ResNet;

namespace SeCo.Models.DeepLab;

/// <summary>The shape of a DeepLabV2 on ResNet-101, and the names of its parts.
/// The rows below are the four networks met under this name in the literature of adaptation.</summary>
/// <remarks>Source: Chen et al. 2017; AdaptSegNet's <c>model/deeplab.py</c>, ADVENT's <c>deeplabv2.py</c>, DT-ST's <c>core/models</c>,
/// MIC's <c>dlv2_head.py</c>.</remarks>
public sealed record DeepLabV2Config
{
    private static readonly ResNetConfig Caffe = new()
    {
        Depth = 101, OutputStride = 8, Norm = ResNetNorm.FixedScale, DilatesFirstBlock = true, StridesFirst = true, RoundsPoolingUp = true,
    };

    /// <summary>Number of classes, at least 1. Default: 19, Cityscapes'.</summary>
    public int Classes { get; init; } = 19;

    /// <summary>The ResNet. Default: AdaptSegNet's, of 101 layers.</summary>
    public ResNetConfig Body { get; init; } = Caffe;

    /// <summary>Dilations of the classifier's 3×3 convolutions, whose answers are added. Default: 6, 12, 18, 24.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [6, 12, 18, 24];

    /// <summary>How many of the convolutions are added; the others are there and do nothing, as in AdaptSegNet, whose loop returns after the second.
    /// Null for all. Default: null.</summary>
    public int? Summed { get; init; }

    /// <summary>What stands before the names of the ResNet, with dots between levels; empty for nothing. Default: empty.</summary>
    public string BodyName { get; init; } = "";

    /// <summary>Name of the classifier. Default: <c>layer5</c>.</summary>
    public string HeadName { get; init; } = "layer5";

    /// <summary>Name of a second classifier, on the map before the last; null for none. Default: null.</summary>
    public string? AuxiliaryHeadName { get; init; }

    /// <summary>Names of the convolutions in a classifier, <c>{0}</c> for their number from 0. Default: <c>conv2d_list.{0}</c>.</summary>
    public string ConvolutionName { get; init; } = "conv2d_list.{0}";

    /// <summary>How logits are resized: see <see cref="SegmentationNetwork.AlignsCorners"/>. Default: true.</summary>
    public bool AlignsCorners { get; init; } = true;

    /// <summary>How images are made the network's input.
    /// Default: AdaptSegNet's: BGR in 0…255 less the mean, 1024 × 512 by Pillow's bicubic filter.</summary>
    public NetworkPreprocessing Preprocessing { get; init; } =
        new(new ImageNormalization(new ChannelValues(122.67891434, 116.66876762, 104.00698793), new ChannelValues(1, 1, 1)) { IsBlueFirst = true })
        {
            InputSize = new Size2d(512, 1024),
            Resize = InputResize.BicubicBytes,
        };

    /// <summary>AdaptSegNet's network of one level, which adds dilations 6 and 12 only.</summary>
    public static DeepLabV2Config AdaptSegNet { get; } = new() { Summed = 2 };

    /// <summary>ADVENT's network: a second classifier, <c>layer5</c>, on the map before the last; the main one is <c>layer6</c>.</summary>
    public static DeepLabV2Config Advent { get; } = new() { HeadName = "layer6", AuxiliaryHeadName = "layer5" };

    /// <summary>AdaptSegNet's network of two levels: ADVENT's, which adds dilations 6 and 12 only.</summary>
    public static DeepLabV2Config AdaptSegNetTwoLevels { get; } = Advent with { Summed = 2 };

    /// <summary>DT-ST's and FADA's network: torchvision's ResNet with frozen norms.
    /// Its files hold two dictionaries, <c>feature_extractor</c> and <c>classifier</c>.</summary>
    public static DeepLabV2Config DtSt { get; } = new()
    {
        Body = new ResNetConfig { Depth = 101, OutputStride = 8, Norm = ResNetNorm.Frozen },
        BodyName = "feature_extractor.backbone",
        HeadName = "classifier",
        Preprocessing = NetworkPreprocessing.ImageNet with { InputSize = new Size2d(768, 1536), Resize = InputResize.BicubicBytes },
    };

    /// <summary>The network of mmsegmentation, as MIC and DAFormer use it: <c>ResNetV1c</c> and <c>DLV2Head</c>.</summary>
    public static DeepLabV2Config MmSegmentation { get; } = new()
    {
        Body = new ResNetConfig { Depth = 101, OutputStride = 8, Stem = ResNetStem.Deep },
        BodyName = "backbone",
        HeadName = "decode_head",
        ConvolutionName = "aspp_modules.{0}.conv",
        AlignsCorners = false,
        Preprocessing = NetworkPreprocessing.ImageNet with { InputSize = new Size2d(512, 1024), Resize = InputResize.BilinearBytes },
    };

    /// <summary>MIC's and DAFormer's <c>deeplabv2red</c>: <see cref="MmSegmentation"/> with dilations 6 and 12 only.</summary>
    public static DeepLabV2Config MmSegmentationReduced { get; } = MmSegmentation with { Dilations = [6, 12] };

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        Body.Validate();
        if (Classes < 1 || Dilations.Count == 0 || Dilations.Any(d => d < 1) || (Summed ?? 1) < 1 || (Summed ?? 1) > Dilations.Count)
        {
            throw new ArgumentException(
                $"There must be at least one class ({Classes}), the dilations {string.Join(", ", Dilations)} "
                    + $"must be numbers from 1, and those added ({Summed}) between one and all of them.");
        }
    }
}
