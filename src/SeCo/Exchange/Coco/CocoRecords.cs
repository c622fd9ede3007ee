namespace SeCo.Exchange;

/// <summary>A file as it is written; annotations are taken one at a time.</summary>
internal sealed record CocoDocument(IEnumerable<CocoPicture> Images, IEnumerable<CocoCategory> Categories, IEnumerable<CocoGivenAnnotation> Annotations);

/// <summary>An image of a file.</summary>
internal sealed record CocoPicture([property: JsonConverter(typeof(CocoId))] string Id, int Width = 0, int Height = 0, string? FileName = null);

/// <summary>A category of a file.</summary>
internal sealed record CocoCategory([property: JsonConverter(typeof(CocoId))] string Id, string Name, string? Supercategory = null);

/// <summary>An annotation as it is written.</summary>
internal sealed record CocoGivenAnnotation(
    int Id, int ImageId, int CategoryId, RunLengthRecord Segmentation, Box Bbox, long Area, int Iscrowd, double? Score, CocoAttributes Attributes);

/// <summary>What correction found out about the region of an annotation.</summary>
internal sealed record CocoAttributes(int Region, string Verdict, double? NoiseProbability);

/// <summary>An annotation as other programs write it: only what is needed of it is read.</summary>
internal sealed record CocoAnnotation(
    [property: JsonConverter(typeof(CocoId))] string? ImageId = null, [property: JsonConverter(typeof(CocoId))] string? CategoryId = null,
    CocoShape Segmentation = default, IReadOnlyList<double>? Bbox = null);

/// <summary>The pixels of an annotation: run lengths, or polygons with x and y of their corners in turn; neither where it has a box alone.</summary>
[JsonConverter(typeof(CocoShapeJson))]
internal readonly record struct CocoShape(RunLengthRecord? Runs, IReadOnlyList<double[]> Polygons);

/// <summary>An id: a whole number of any size or a text, kept as text and written as a number.</summary>
internal sealed class CocoId : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number when reader.TryGetInt64(out long value) => value.ToString(CultureInfo.InvariantCulture),
        _ => throw new JsonException("must be a whole number or a text"),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}

internal sealed class CocoShapeJson : JsonConverter<CocoShape>
{
    private const string Expected = "must be run lengths, or a list of polygons [x, y, x, y, …]";

    public override bool HandleNull => true;

    public override CocoShape Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            CocoShape shape = reader.TokenType switch
            {
                JsonTokenType.Null => new(null, []),
                JsonTokenType.StartObject => new(JsonSerializer.Deserialize(ref reader, CocoJson.Plain.RunLengthRecord), []),
                JsonTokenType.StartArray => new(null, JsonSerializer.Deserialize(ref reader, CocoJson.Plain.DoubleArrayArray)!),
                _ => throw new JsonException(Expected),
            };
            return shape.Polygons.Any(polygon => polygon is null) ? throw new JsonException(Expected) : shape;
        }
        catch (JsonException fault) when (fault.Path is not null)
        {
            throw new JsonException($"{Expected}: {JsonFault.Of(fault)}", fault);
        }
    }

    public override void Write(Utf8JsonWriter writer, CocoShape value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>How COCO's files are written and read; unknown fields are skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PythonReal), typeof(WholeNumber), typeof(BoxJson)])]
[JsonSerializable(typeof(CocoDocument))]
[JsonSerializable(typeof(CocoAnnotation))]
[JsonSerializable(typeof(double[][]))]
internal sealed partial class CocoJson : JsonSerializerContext
{
    /// <summary>The context; run lengths and names keep their characters.</summary>
    public static CocoJson Plain => field ??= new(RunFile.Relaxed(Default));
}
