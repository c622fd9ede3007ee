using SeCo.Models;
using SeCo.Models.MobileNet;
using SeCo.Models.ResNet;
using SeCo.Torch;
using SeCo.Torch.Checkpoints;

namespace SeCo.Correction;

/// <summary>Builds the network that the settings name.</summary>
internal static class BackboneFactory
{
    /// <summary>A network whose features are pooled, with its weights where they are given, in evaluation mode.</summary>
    /// <exception cref="CheckpointException">The weights do not fit the network.</exception>
    public static ImageEncoder CreateFrozen(CorrectionOptions options, CorrectionEnvironment environment)
    {
        RandomSource random = new RandomSource(environment.Seed).Fork("frozen backbone");
        ImageEncoder encoder = options.Backbone switch
        {
            Backbone.MobileNetV2 => new MobileNetV2(random: random),
            _ => new ResNet(new ResNetConfig { Depth = DepthOf(options.Backbone) }, random),
        };
        if (options.Weights is string path)
        {
            using ICheckpoint weights = CheckpointFile.Open(path);
            encoder.LoadPretrained(weights);
        }

        encoder.Eval();
        encoder.SetRequiresGrad(false);
        encoder.To(environment.Device);
        encoder.ToMemoryFormat(MemoryFormat.ChannelsLast);
        return encoder;
    }

    /// <summary>A classifier of regions in windows, with pretrained weights where they are given, ready to be trained.</summary>
    /// <exception cref="CheckpointException">The weights do not fit the network.</exception>
    public static RegionClassifier CreateClassifier(CorrectionOptions options, int classes, CorrectionEnvironment environment, RandomSource random)
    {
        bool reference = options.Windows.Pooling == MaskPooling.Reference;
        MaskPlacement placement = reference ? MaskPlacement.Reference : MaskPlacement.Paper;
        RegionClassifier classifier = options.Backbone switch
        {
            Backbone.MobileNetV2 => new MobileNetClassifier(null, classes, placement, random),
            _ => new ResNetClassifier(
                reference && options.Weights is null ? ResNetConfig.Reference(DepthOf(options.Backbone)) : new ResNetConfig { Depth = DepthOf(options.Backbone) },
                classes, placement, random),
        };
        if (options.Weights is string path)
        {
            using ICheckpoint weights = CheckpointFile.Open(path);
            classifier.LoadPretrained(weights);
        }

        classifier.To(environment.Device);
        classifier.ToMemoryFormat(MemoryFormat.ChannelsLast);
        return classifier;
    }

    private static int DepthOf(Backbone backbone) => backbone switch
    {
        Backbone.ResNet18 => 18,
        Backbone.ResNet34 => 34,
        Backbone.ResNet50 => 50,
        Backbone.ResNet101 => 101,
        _ => throw new ArgumentException($"The backbone {backbone} cannot be trained on windows; use training 'frozen', or another backbone.", nameof(backbone)),
    };
}
