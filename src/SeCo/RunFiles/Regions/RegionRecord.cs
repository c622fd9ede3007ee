namespace SeCo.RunFiles;

/// <summary>A region in a region file: the fields of <c>ConnectedRegion</c> and of its outcome. What is null was not computed.</summary>
/// <remarks>The orders are those of the reference's files, where fields that may be left out stand before others.</remarks>
internal sealed record RegionRecord(
    [property: JsonPropertyOrder(-3)] RunLengthRecord Segmentation, [property: JsonPropertyOrder(-1)] int CategoryId,
    [property: JsonPropertyOrder(-1)] int Id, [property: JsonPropertyOrder(-2)] Box? Bbox = null, [property: JsonPropertyOrder(-2)] int? Area = null,
    RegionTruthRecord? TrueLabel = null, double? MeanConfidence = null, RegionOriginRecord? Origin = null, double? Loss = null, double? Score = null,
    double? NoiseProbability = null, int? PredictedId = null, string? Verdict = null, int? Label = null);

/// <summary>What ground truth says about a region, as in <c>RegionTruth</c>.</summary>
internal sealed record RegionTruthRecord(int Id, double Purity = 0, [property: JsonConverter(typeof(ZeroOrOne))] bool Positive = false);

/// <summary>What made a region, as in <c>RegionOrigin</c>.</summary>
internal sealed record RegionOriginRecord(
    string Kind, int? Mask = null, int? Component = null, double? Share = null, double? Score = null, Box? Box = null)
{
    public IReadOnlyList<ImagePoint> Points { get => field ?? []; init; }
}
