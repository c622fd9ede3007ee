using SeCo.Prediction;

namespace SeCo.Correction;

/// <summary>What a run has besides, and a classifier may look into; null where it has none.</summary>
public sealed record FeatureSources
{
    /// <summary>The network that predicts, for <see cref="Backbone.Model"/>.</summary>
    public ModelOptions? Model { get; init; }

    /// <summary>How that network looks at images; null for the defaults.</summary>
    public PredictionOptions? Prediction { get; init; }

    /// <summary>Runs networks of other programs' files, for <see cref="Backbone.Onnx"/>.</summary>
    public INetworkEngine? Engine { get; init; }

    /// <summary>Opens what the segmenter sees, for <see cref="Backbone.Segmenter"/>.</summary>
    public Func<IImageFeatures>? Segmenter { get; init; }
}
