using System.Text.Json.Serialization;

namespace SeCo.RunFiles;

/// <summary>A region in a region file. What is null was not computed.</summary>
internal sealed record RegionRecord
{
    /// <summary>The pixels.</summary>
    public required RunLengthRecord Segmentation { get; init; }

    /// <summary>The smallest box around the pixels: x, y, width, height.</summary>
    public Box? Bbox { get; init; }

    /// <summary>The number of pixels.</summary>
    public int? Area { get; init; }

    /// <summary>The class that the region came with.</summary>
    public required int CategoryId { get; init; }

    /// <summary>The number in the file, from 0.</summary>
    public required int Id { get; init; }

    /// <summary>What ground truth says.</summary>
    public RegionTruthRecord? TrueLabel { get; init; }

    /// <summary>The mean confidence of the pixels, in [0, 1].</summary>
    public double? MeanConfidence { get; init; }

    /// <summary>What made the region.</summary>
    public RegionOriginRecord? Origin { get; init; }

    /// <summary>Cross-entropy of the class under the classifier, in nats.</summary>
    public double? Loss { get; init; }

    /// <summary>The classifier's largest probability, in [0, 1].</summary>
    public double? Score { get; init; }

    /// <summary>The probability that the class is wrong, in [0, 1].</summary>
    public double? NoiseProbability { get; init; }

    /// <summary>The class with the largest probability.</summary>
    public int? PredictedId { get; init; }

    /// <summary><c>clean</c>, <c>corrected</c>, <c>rejected</c> or <c>reviewed</c>.</summary>
    public string? Verdict { get; init; }

    /// <summary>The class that is painted; 255 where there is none.</summary>
    public int? Label { get; init; }
}

/// <summary>What ground truth says about a region.</summary>
internal sealed record RegionTruthRecord
{
    /// <summary>The most frequent id inside; 255 counts like a class.</summary>
    public required int Id { get; init; }

    /// <summary>Its share of the pixels, in per cent.</summary>
    public double Purity { get; init; }

    /// <summary>1 where it is the region's class.</summary>
    [JsonConverter(typeof(ZeroOrOne))]
    public bool Positive { get; init; }
}

/// <summary>What made a region.</summary>
internal sealed record RegionOriginRecord
{
    /// <summary><c>stuff</c>, <c>thing</c> or <c>thing_pixels</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The mask's place in the segmenter's list.</summary>
    public int? Mask { get; init; }

    /// <summary>The prompting component's number within its class.</summary>
    public int? Component { get; init; }

    /// <summary>The share of the labelled pixels inside that had the class, in [0, 1].</summary>
    public double? Share { get; init; }

    /// <summary>The segmenter's estimate of the mask's quality.</summary>
    public double? Score { get; init; }

    /// <summary>The box that was prompted with: x, y, width, height.</summary>
    public Box? Box { get; init; }

    /// <summary>The points that were prompted with: x, y.</summary>
    public IReadOnlyList<ImagePoint> Points { get; init => field = value ?? []; } = [];
}
