using SeCo.Checkpoints;
using SeCo.Configuration;
using SeCo.Correction.Features;
using SeCo.Models;
using SeCo.Models.EspNet;
using SeCo.Models.MobileNet;
using SeCo.Models.ResNet;
using SeCo.Storage;
using SeCo.Torch;

namespace SeCo.Correction.Classifier;

/// <summary>Builds the network that the settings name.</summary>
internal static class BackboneFactory
{
    /// <summary>A network whose features are pooled, with its weights where they are given; null for <see cref="Backbone.Descriptors"/>.</summary>
    /// <exception cref="CheckpointException">The weights do not fit the network.</exception>
    public static FeatureBackbone? CreateFrozen(CorrectionOptions options, StageEnvironment environment)
    {
        RandomSource random = new RandomSource(environment.Seed).Fork("frozen backbone");
        int side = options.Frozen.LongestSide;
        return options.Backbone switch
        {
            Backbone.Descriptors => null,
            Backbone.MobileNetV2 => FeatureBackbone.Create(Pretrained(new MobileNetV2(random: random), options), ImageNormalization.ImageNet, side,
                environment.Device),
            Backbone.EspNet => CreateEspNet(options, environment, random),
            _ => FeatureBackbone.Create(Pretrained(new ResNet(ConfigOf(options.Backbone), random), options), ImageNormalization.ImageNet, side,
                environment.Device),
        };
    }

    private static FeatureBackbone CreateEspNet(CorrectionOptions options, StageEnvironment environment, RandomSource random)
    {
        EspNet network = new(EspNetConfig.Cityscapes, random);
        if (options.Weights is string path)
        {
            using ICheckpoint weights = CheckpointFile.Open(path);
            network.LoadPretrained(weights);
        }

        return FeatureBackbone.Create(network, image => network.Prepare(image.Pixels, image.Width, image.Height), environment.Device);
    }

    private static T Pretrained<T>(T encoder, CorrectionOptions options)
        where T : ImageEncoder
    {
        if (options.Weights is string path)
        {
            using ICheckpoint weights = CheckpointFile.Open(path);
            encoder.LoadPretrained(weights);
        }

        return encoder;
    }

    /// <summary>A classifier of regions in windows, with pretrained weights where they are given, ready to be trained.</summary>
    /// <exception cref="CheckpointException">The weights do not fit the network.</exception>
    public static RegionClassifier CreateClassifier(CorrectionOptions options, int classes, StageEnvironment environment, RandomSource random)
    {
        bool reference = options.Windows.Pooling == MaskPooling.Reference;
        MaskPlacement placement = reference ? MaskPlacement.Reference : MaskPlacement.Paper;
        ImageEncoder encoder = options.Backbone switch
        {
            Backbone.MobileNetV2 => new MobileNetV2(random: random),
            _ => new ResNet(
                reference && options.Weights is null ? ResNetConfig.Reference(ConfigOf(options.Backbone).Depth) : ConfigOf(options.Backbone), random),
        };
        RegionClassifier classifier = new(encoder, classes, placement, random);
        if (options.Weights is string path)
        {
            using ICheckpoint weights = CheckpointFile.Open(path);
            classifier.LoadPretrained(weights);
        }

        classifier.To(environment.Device);
        classifier.ToMemoryFormat(MemoryFormat.ChannelsLast);
        return classifier;
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
