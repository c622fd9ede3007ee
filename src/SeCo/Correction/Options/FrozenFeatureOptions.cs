namespace SeCo.Correction;

/// <summary>Settings of the classifier that trains a small head on features of a frozen network.</summary>
public sealed record FrozenFeatureOptions
{
    /// <summary>The image is resized so that its longest side has so many pixels before the network sees it; 0 keeps its size.</summary>
    public int LongestSide { get; init; } = 960;

    /// <summary>Which of the network's feature maps are used, 1 for the finest (docs/networks.md says what each network has); none for all.</summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>The output of an ONNX file that is looked at (<see cref="Backbone.Onnx"/>). Null: the one that its sidecar names, else the only
    /// one.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the region's own position, size and shape are features too.</summary>
    public bool Geometry { get; init; } = true;

    /// <summary>Whether colour and texture descriptors are features too.</summary>
    public bool Descriptors { get; init; }

    /// <summary>Units of the head's hidden layer; 0 is a linear classifier.</summary>
    public int HiddenUnits { get; init; }

    /// <summary>Passes over all regions.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Regions in one step.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Learning rate of AdamW at the start; it falls along a half cosine to zero.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>Label smoothing in [0, 1).</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "correction.frozen",
        (LongestSide == 0 || LongestSide is >= 64 and <= 8192, $"longest_side is {LongestSide}, expected 0 or 64 to 8192"),
        (Levels.All(level => level >= 1) && Levels.Distinct().Count() == Levels.Count,
            $"levels are [{string.Join(", ", Levels)}], expected different numbers from 1"),
        (HiddenUnits is >= 0 and <= 4096, $"hidden_units is {HiddenUnits}, expected 0 to 4096"),
        (Epochs is >= 1 and <= 10000, $"epochs is {Epochs}, expected 1 to 10000"),
        (BatchSize is >= 1 and <= 65536, $"batch_size is {BatchSize}, expected 1 to 65536"),
        (LearningRate is > 0 and <= 1, $"learning_rate is {LearningRate}, expected above 0 and at most 1"),
        (WeightDecay is >= 0 and <= 1, $"weight_decay is {WeightDecay}, expected 0 to 1"),
        (LabelSmoothing is >= 0 and < 1, $"label_smoothing is {LabelSmoothing}, expected 0 to under 1"));
}
