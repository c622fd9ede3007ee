using SeCo.Models.DeepLab;
using SeCo.Models.EspNet;
using SeCo.Models.EspNetV2;
using SeCo.Models.SegFormer;
using SeCo.Models.UNet;

namespace SeCo.Models;

/// <summary>The segmentation networks that are known by name.</summary>
public static class SegmentationNetworks
{
    private const int CityscapesClasses = 19;
    private const string Mit = "MIT";
    private const string ThisProject = "this project; no weights are published";
    private const string NoLicense = "none given";
    private const string ApacheAndNvidia = "Apache-2.0; the Mix Transformer NVIDIA Source Code License (research or evaluation only)";
    private const string Nvidia = "NVIDIA Source Code License (research or evaluation only)";

    /// <summary>All networks, in order of families and sizes.</summary>
    public static IReadOnlyList<SegmentationNetworkEntry> All { get; } =
    [
        Esp("espnet", EspNetConfig.Cityscapes, "cityscapes19"),
        Esp("espnet-camvid", EspNetConfig.CamVid, "camvid11"),
        .. EspNetV2Config.Scales.Select(s => EspV2($"espnetv2-s{s.Scale}", s.Config)),
        V3("deeplabv3plus-resnet50", DeepLabV3PlusConfig.ResNet50),
        V3("deeplabv3plus-resnet101", DeepLabV3PlusConfig.ResNet101),
        V3("deeplabv3plus-mobilenetv2", DeepLabV3PlusConfig.MobileNetV2, ThisProject, "this project's"),
        Row("unet-small", CityscapesClasses, new UNetConfig().Preprocessing, ThisProject, "this project's", (classes, random, _) =>
            new SmallUNet(new UNetConfig { Classes = classes }, random)),
        V2("deeplabv2-adaptsegnet", DeepLabV2Config.AdaptSegNet, "AdaptSegNet, one level", NoLicense),
        V2("deeplabv2-adaptsegnet-multi", DeepLabV2Config.AdaptSegNetTwoLevels, "AdaptSegNet, two levels", NoLicense),
        V2("deeplabv2-advent", DeepLabV2Config.Advent, "ADVENT", "ADVENT's own"),
        V2("deeplabv2-dtst", DeepLabV2Config.DtSt, "DT-ST, FADA", NoLicense),
        V2("deeplabv2-mmseg", DeepLabV2Config.MmSegmentation, "mmsegmentation, MIC, DAFormer", "Apache-2.0"),
        V2("deeplabv2-mmseg-reduced", DeepLabV2Config.MmSegmentationReduced, "MIC, DAFormer (deeplabv2red)", "Apache-2.0"),
        .. Variants("segformer-b{0}", SegFormerConfig.SegFormer, "SegFormer (NVlabs)", Nvidia),
        .. Variants(
            "segformer-finefirst-b{0}",
            i => SegFormerConfig.SegFormer(i) with { Head = SegFormerHead.FineFirst },
            "SegFormer as rewritten in MIC, DAFormer",
            ApacheAndNvidia),
        .. Variants("daformer-b{0}", SegFormerConfig.DaFormer, "DAFormer, MIC", ApacheAndNvidia),
    ];

    /// <summary>The network of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names all.</exception>
    public static SegmentationNetworkEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException(
            $"There is no segmentation network '{name}'. Known are {string.Join(", ", All.Select(entry => entry.Name))}.", nameof(name));

    /// <summary>The network that a Hugging Face folder describes, under the name <see cref="HuggingFaceSegFormer.NetworkName"/>.</summary>
    public static SegmentationNetworkEntry Of(HuggingFaceSegFormer described)
    {
        ArgumentNullException.ThrowIfNull(described);
        return Row(
            HuggingFaceSegFormer.NetworkName, described.ClassNames.Count, described.Config.Preprocessing, "Hugging Face", "that of the folder",
            (classes, random, dropout) => new SegFormer.SegFormer(described.Config with { Classes = classes }, random, dropout))
            with { ClassSet = "", Described = described };
    }

    private static SegmentationNetworkEntry Esp(string name, EspNetConfig config, string classSet) =>
        Row(name, config.Classes, config.Preprocessing, "ESPNet", Mit, (classes, random, _) => new EspNet.EspNet(config with { Classes = classes }, random))
            with { ClassSet = classSet };

    private static SegmentationNetworkEntry EspV2(string name, EspNetV2Config config) => Row(
        name, config.Classes, config.Preprocessing, "EdgeNets", Mit, (classes, random, _) => new EspNetV2.EspNetV2(config with { Classes = classes }, random));

    private static SegmentationNetworkEntry V3(string name, DeepLabV3PlusConfig config, string origin = "UniMatch", string license = Mit) => Row(
        name, CityscapesClasses, config.Preprocessing, origin, license, (classes, random, _) => new DeepLabV3Plus(config with { Classes = classes }, random));

    private static SegmentationNetworkEntry V2(string name, DeepLabV2Config config, string origin, string license) => Row(
        name, CityscapesClasses, config.Preprocessing, origin, license, (classes, random, _) => new DeepLabV2(config with { Classes = classes }, random));

    private static IEnumerable<SegmentationNetworkEntry> Variants(string name, Func<int, SegFormerConfig> config, string origin, string license) =>
        MixTransformerConfig.Variants.Select((_, i) => Row(
            string.Format(null, name, i), CityscapesClasses, config(i).Preprocessing, origin, license, (classes, random, dropout) =>
                new SegFormer.SegFormer(config(i) with { Classes = classes }, random, dropout)));

    private static SegmentationNetworkEntry Row(
        string name, int outputs, NetworkPreprocessing preprocessing, string origin, string license,
        Func<int, RandomSource?, RandomSource?, SegmentationNetwork> factory) =>
        new(name, outputs, factory) { Preprocessing = preprocessing, Origin = origin, License = license };
}
