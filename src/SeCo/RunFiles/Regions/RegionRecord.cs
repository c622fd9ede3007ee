using System.Text.Json.Serialization;

namespace SeCo.RunFiles;

/// <summary>A region in a region file: the fields of <c>ConnectedRegion</c> and of its outcome. What is null was not computed.</summary>
internal sealed record RegionRecord
{
    public required RunLengthRecord Segmentation { get; init; }

    public Box? Bbox { get; init; }

    public int? Area { get; init; }

    public required int CategoryId { get; init; }

    public required int Id { get; init; }

    public RegionTruthRecord? TrueLabel { get; init; }

    public double? MeanConfidence { get; init; }

    public RegionOriginRecord? Origin { get; init; }

    public double? Loss { get; init; }

    public double? Score { get; init; }

    public double? NoiseProbability { get; init; }

    public int? PredictedId { get; init; }

    public string? Verdict { get; init; }

    public int? Label { get; init; }
}

/// <summary>What ground truth says about a region, as in <c>RegionTruth</c>.</summary>
internal sealed record RegionTruthRecord
{
    public required int Id { get; init; }

    public double Purity { get; init; }

    [JsonConverter(typeof(ZeroOrOne))]
    public bool Positive { get; init; }
}

/// <summary>What made a region, as in <c>RegionOrigin</c>.</summary>
internal sealed record RegionOriginRecord
{
    public required string Kind { get; init; }

    public int? Mask { get; init; }

    public int? Component { get; init; }

    public double? Share { get; init; }

    public double? Score { get; init; }

    public Box? Box { get; init; }

    public IReadOnlyList<ImagePoint> Points { get; init => field = value ?? []; } = [];
}
