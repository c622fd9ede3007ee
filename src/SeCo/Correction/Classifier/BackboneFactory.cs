using SeCo.Correction.Features;
using SeCo.Models.EspNet;
using SeCo.Models.MobileNet;
using SeCo.Models.ResNet;
using SeCo.Prediction;

namespace SeCo.Correction.Classifier;

/// <summary>Builds the network that the settings name.</summary>
internal static class BackboneFactory
{
    /// <summary>A network whose features are pooled, with its weights where they are given; null for <see cref="Backbone.Descriptors"/>.</summary>
    /// <exception cref="ArgumentException">The network that predicts is asked for, and there is none.</exception>
    /// <exception cref="CheckpointException">The weights do not fit the network.</exception>
    public static FeatureBackbone? CreateFrozen(
        CorrectionOptions options, ClassSet classes, StageEnvironment environment, ModelOptions? model, PredictionOptions? prediction = null)
    {
        RandomSource random = new RandomSource(environment.Seed).Fork("frozen backbone");
        switch (options.Backbone)
        {
            case Backbone.Descriptors:
                return null;
            case Backbone.Model:
                return model?.Weights is null
                    ? throw new ArgumentException(
                        "correction.backbone is 'model', but there is no model to look into; give model.weights (and model.network), or name another "
                        + "backbone.")
                    : FeatureBackbone.Of(PredictingModel.Open(model, classes, environment.Device), prediction, environment.Device);
            case Backbone.EspNet:
                EspNet network = new(EspNetConfig.Cityscapes, random);
                Load(options.Weights, network.LoadPretrained);
                return FeatureBackbone.Of(network, image => network.Prepare(image.Pixels, image.Width, image.Height), environment.Device);
            default:
                ImageEncoder encoder = CreateEncoder(options.Backbone, null, random);
                Load(options.Weights, encoder.LoadPretrained);
                return FeatureBackbone.Of(encoder, options.Frozen.LongestSide, environment.Device);
        }
    }

    /// <summary>A classifier of regions in windows, with pretrained weights where they are given, ready to be trained.</summary>
    /// <exception cref="CheckpointException">The weights do not fit the network.</exception>
    public static RegionClassifier CreateClassifier(CorrectionOptions options, int classes, StageEnvironment environment, RandomSource random)
    {
        bool reference = options.Windows.Pooling == MaskPooling.Reference;
        MaskPlacement placement = reference ? MaskPlacement.Reference : MaskPlacement.Paper;
        ResNetConfig? config = reference && options.Weights is null && options.Backbone != Backbone.MobileNetV2
            ? ResNetConfig.Reference(ConfigOf(options.Backbone).Depth) : null;
        RegionClassifier classifier = new(CreateEncoder(options.Backbone, config, random), classes, placement, random);
        Load(options.Weights, weights => classifier.LoadPretrained(weights));
        classifier.To(environment.Device);
        classifier.ToMemoryFormat(MemoryFormat.ChannelsLast);
        return classifier;
    }

    private static ImageEncoder CreateEncoder(Backbone backbone, ResNetConfig? config, RandomSource random) =>
        backbone == Backbone.MobileNetV2 ? new MobileNetV2(random: random) : new ResNet(config ?? ConfigOf(backbone), random);

    private static void Load(string? path, Action<ICheckpoint> load)
    {
        if (path is not null)
        {
            using ICheckpoint weights = CheckpointFile.Open(path);
            load(weights);
        }
    }

    private static ResNetConfig ConfigOf(Backbone backbone) => new()
    {
        Depth = backbone switch
        {
            Backbone.ResNet18 => 18,
            Backbone.ResNet34 => 34,
            Backbone.ResNet50 => 50,
            Backbone.ResNet101 => 101,
            _ => throw new ArgumentException(
                $"correction.backbone {OptionsWriter.NameOf(backbone)} cannot be trained on windows: "
                + "set correction.training to frozen, or take another backbone.", nameof(backbone)),
        },
    };
}
