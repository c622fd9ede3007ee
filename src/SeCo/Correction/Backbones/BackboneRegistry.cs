using SeCo.Models;
using SeCo.Models.DinoV2;
using SeCo.Models.EspNet;
using SeCo.Models.MobileNet;
using SeCo.Models.ResNet;
using SeCo.Prediction;

namespace SeCo.Correction.Backbones;

/// <summary>The backbones that settings can name, a row each. A new one is a file with its network, a row here, and a name in
/// <see cref="Backbone"/>.</summary>
internal static class BackboneRegistry
{
    /// <summary>All backbones.</summary>
    public static IReadOnlyList<BackboneEntry> All { get; } =
    [
        .. new[] { 18, 34, 50, 101 }.Select(depth => OfEncoder($"resnet{depth}", (reference, random) => new ResNet(
            reference ? ResNetConfig.Reference(depth) : new ResNetConfig { Depth = depth }, random))),
        OfEncoder("mobilenet_v2", (_, random) => new MobileNetV2(random: random)),
        new("espnet", OpenEspNet) { NeedsWeights = true },
        new("dinov2", OpenDinoV2) { NeedsWeights = true },
        new("model", OpenModel) { NoWeights = "takes those of the section model; leave them out" },
        new("segmenter", OpenSegmenter) { NoWeights = "takes those of the segmenter (aggregation.sam.weights); leave them out" },
        new("onnx", OpenOnnx) { NeedsWeights = true },
        new("descriptors", _ => null) { NoWeights = "is no network; name the backbone that they belong to" },
    ];

    /// <summary>The row of a backbone.</summary>
    public static BackboneEntry Of(string name) => All.Single(row => row.Name == name);

    private static BackboneEntry OfEncoder(string name, Func<bool, RandomSource, ImageEncoder> create) => new(name, request =>
    {
        ImageEncoder encoder = create(false, request.Random);
        request.Load(encoder.LoadPretrained);
        return NetworkFeatures.Of(encoder, request.LongestSide, request.Device);
    })
    {
        Encoder = create,
    };

    private static NetworkFeatures OpenEspNet(BackboneRequest request)
    {
        EspNet network = new(EspNetConfig.Cityscapes, request.Random);
        request.Load(network.LoadPretrained);
        return NetworkFeatures.Of(network, image => network.Prepare(image.Pixels, image.Width, image.Height), request.Device);
    }

    private static NetworkFeatures OpenDinoV2(BackboneRequest request)
    {
        DinoV2Encoder? network = null;
        request.Load(weights => network = DinoV2Encoder.Load(weights));
        return NetworkFeatures.Of(network!, request.LongestSide, request.Device, network!.Config.PatchSize);
    }

    private static IImageFeatures OpenSegmenter(BackboneRequest request) => request.Sources.Segmenter?.Invoke() ?? throw new ArgumentException(
        "correction.backbone is 'segmenter', but there is no segmenter to look into; name another backbone.");

    private static ForeignFeatures OpenOnnx(BackboneRequest request) => new(
        PredictingModel.OpenFeatures(request.Weights!, request.Output, request.Sources.Engine), request.LongestSide);

    private static NetworkFeatures OpenModel(BackboneRequest request) => request.Sources.Model is { Weights: not null } model
        ? NetworkFeatures.Of(PredictingModel.Open(model, request.Classes, request.Device), request.Sources.Prediction, request.Device)
        : throw new ArgumentException(
            "correction.backbone is 'model', but there is no model to look into; give model.weights (and model.network), or name another backbone.");
}
