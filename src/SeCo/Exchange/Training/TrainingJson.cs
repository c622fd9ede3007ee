namespace SeCo.Exchange;

/// <summary>A line of <c>metadata.jsonl</c>.</summary>
internal sealed record HuggingFaceRow(string FileName, string LabelFileName);

/// <summary>The file of COCO panoptic.</summary>
internal sealed record PanopticDocument(
    IEnumerable<CocoPicture> Images, IEnumerable<PanopticAnnotation> Annotations, IEnumerable<PanopticCategory> Categories);

/// <summary>An image with its pieces.</summary>
internal sealed record PanopticAnnotation(
    [property: JsonConverter(typeof(CocoId))] string ImageId, string FileName, IReadOnlyList<PanopticSegment> SegmentsInfo);

/// <summary>A piece: its number, its class, and, for other readers, its pixels and x, y, width and height of its box.</summary>
internal sealed record PanopticSegment(
    int Id, [property: JsonConverter(typeof(CocoId))] string CategoryId, int? Area = null, IReadOnlyList<double>? Bbox = null, int? Iscrowd = null);

/// <summary>A class.</summary>
internal sealed record PanopticCategory(
    [property: JsonConverter(typeof(CocoId))] string Id, string Name, int? Isthing = null, IReadOnlyList<int>? Color = null, string? Supercategory = null);

/// <summary>The images of a split.</summary>
internal sealed record InstanceDocument(IReadOnlyList<InstanceRow> Images);

/// <summary>An image and the names of the classes of its numbers, from 1.</summary>
internal sealed record InstanceRow(string Image, IReadOnlyList<string> Instances);

/// <summary>How the JSON of folders for training is written and read; unknown fields are skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PythonReal), typeof(WholeNumber)])]
[JsonSerializable(typeof(HuggingFaceRow))]
[JsonSerializable(typeof(PanopticDocument))]
[JsonSerializable(typeof(InstanceDocument))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    /// <summary>The context; names keep their characters.</summary>
    public static TrainingJson Plain => field ??= new(RunFile.Relaxed(Default));
}
