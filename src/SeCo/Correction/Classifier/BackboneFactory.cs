using SeCo.Correction.Backbones;
using SeCo.Models;

namespace SeCo.Correction.Classifier;

/// <summary>Builds the network that the settings name.</summary>
internal static class BackboneFactory
{
    /// <summary>A network whose features are pooled, with its weights where they are given; null for <see cref="Backbone.Descriptors"/>.</summary>
    /// <exception cref="ArgumentException">What the run has besides is asked for, and it has it not.</exception>
    /// <exception cref="CheckpointException">The weights do not fit the network.</exception>
    public static IImageFeatures? CreateFrozen(CorrectionOptions options, ClassSet classes, StageEnvironment environment, FeatureSources? sources = null) =>
        options.Row.Open(new BackboneRequest(classes, environment.Device, new RandomSource(environment.Seed).Fork("frozen backbone"))
        {
            Weights = options.Weights, LongestSide = options.Frozen.LongestSide, Output = options.Frozen.Output, Sources = sources ?? new(),
        });

    /// <summary>A classifier of regions in windows, with pretrained weights where they are given, ready to be trained.</summary>
    /// <exception cref="ArgumentException">The backbone cannot be trained.</exception>
    /// <exception cref="CheckpointException">The weights do not fit the network.</exception>
    public static RegionClassifier CreateClassifier(CorrectionOptions options, int classes, StageEnvironment environment, RandomSource random)
    {
        Func<bool, RandomSource, ImageEncoder> create = options.Row.Encoder ?? throw new ArgumentException(
            $"correction.backbone {options.Row.Name} cannot be trained on windows: set correction.training to frozen, or take another backbone.");
        bool reference = options.Windows.Pooling == MaskPooling.Reference;
        RegionClassifier classifier = new(
            create(reference && options.Weights is null, random), classes, reference ? MaskPlacement.Reference : MaskPlacement.Paper, random);
        if (options.Weights is not null)
        {
            using ICheckpoint weights = CheckpointFile.Open(options.Weights);
            classifier.LoadPretrained(weights);
        }

        classifier.To(environment.Device);
        classifier.ToMemoryFormat(MemoryFormat.ChannelsLast);
        return classifier;
    }
}
