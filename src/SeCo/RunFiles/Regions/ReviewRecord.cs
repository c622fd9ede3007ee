namespace SeCo.RunFiles;

/// <summary>A person's word on some pixels of an image: the fields of <c>RegionReview</c>.</summary>
internal sealed record ReviewRecord(
    [property: JsonPropertyOrder(-2)] RunLengthRecord Segmentation, string Answer, int Label, [property: JsonPropertyOrder(-1)] Box? Bbox = null,
    [property: JsonPropertyOrder(-1)] int? Area = null, int? Asked = null);
