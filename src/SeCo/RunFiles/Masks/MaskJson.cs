namespace SeCo.RunFiles;

/// <summary>How files of masks are written: as the official programs of Segment Anything do, without white space.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(WholeNumber), typeof(ImageBoxJson), typeof(PlaceJson)])]
[JsonSerializable(typeof(IReadOnlyList<MaskFileRecord>))]
[JsonSerializable(typeof(MaskSetRecord))]
[JsonSerializable(typeof(SamAnswersRecord))]
internal sealed partial class MaskJson : JsonSerializerContext
{
    /// <summary>The context; run lengths and names keep their characters.</summary>
    public static MaskJson Plain => field ??= new(RunFile.Relaxed(Default));
}

/// <summary>A box as a list of x, y, width and height, which need not be whole.</summary>
internal sealed class ImageBoxJson : JsonConverter<ImageBox>
{
    public override ImageBox Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<double> xywh = stackalloc double[4];
        Numbers.Read(ref reader, xywh);
        return xywh[2] >= 0 && xywh[3] >= 0
            ? ImageBox.OfSize(xywh[0], xywh[1], xywh[2], xywh[3])
            : throw new JsonException("must be a list of x, y, width and height, the latter 0 or more");
    }

    public override void Write(Utf8JsonWriter writer, ImageBox value, JsonSerializerOptions options) =>
        Numbers.Write(writer, value.X0, value.Y0, value.Width, value.Height);
}

/// <summary>A point as a list of x and y, as Python writes them.</summary>
internal sealed class PlaceJson : PointJson
{
    public override void Write(Utf8JsonWriter writer, ImagePoint value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        PythonReal.Write(writer, value.X);
        PythonReal.Write(writer, value.Y);
        writer.WriteEndArray();
    }
}

/// <summary>A measure as Python writes numbers; null where it is none, such as the stability of a mask that is empty at both thresholds.</summary>
internal sealed class MeasureJson : FiniteNumber
{
    protected override void WriteFinite(Utf8JsonWriter writer, double value) => PythonReal.Write(writer, value);
}
