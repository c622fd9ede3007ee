namespace SeCo.Exchange;

/// <summary>What is marked in Label Studio, by SeCo or by a person: a brush mask, a polygon or a rectangle, with one label.</summary>
/// <remarks>Coordinates are per cent of the image's size; a rectangle is turned clockwise about the corner that it is given by.
/// A shape's pixels are those whose centre lies inside.</remarks>
internal sealed record LabelStudioMark(
    string? Id = null, string? Type = null, string? FromName = null, string? ToName = null, int OriginalWidth = 0, int OriginalHeight = 0,
    int ImageRotation = 0, double? Score = null, LabelStudioValue? Value = null)
{
    // Runs of a row are filled faster than pixels are gone over.
    private const int PaintedAtOnce = 4;

    // What is said in words, about the image or about a shape that has a result of its own.
    private static readonly HashSet<string?> Words =
        ["choices", "textarea", "rating", "number", "datetime", "taxonomy", "relation", "pairwise", "ranker"];

    /// <summary>Whether it is said in words and has no pixels.</summary>
    [JsonIgnore]
    public bool IsWords => Words.Contains(Type);

    /// <summary>The name of the label, of a mark that was checked.</summary>
    [JsonIgnore]
    public string Label => Labels[0];

    /// <summary>The size of the image that it was marked on.</summary>
    [JsonIgnore]
    public (int Width, int Height) Size => (OriginalWidth, OriginalHeight);

    private string[] Labels => [.. Value?.Brushlabels ?? [], .. Value?.Polygonlabels ?? [], .. Value?.Rectanglelabels ?? []];

    /// <summary>Checks that it is a shape with a size and a label.</summary>
    /// <exception cref="FormatException">It is malformed, or of a kind that has no pixels.</exception>
    public void Check()
    {
        (bool isWhole, string shape) = Type switch
        {
            "brushlabels" => (Value?.Rle is not null, "rle"),
            "polygonlabels" => (Value?.Points is not null, "points"),
            "rectanglelabels" => (Value is { X: not null, Y: not null, Width: not null, Height: not null }, "x, y, width and height"),
            _ => throw new FormatException(
                $"a result of type '{Type}', expected brushlabels, polygonlabels or rectanglelabels. Draw it anew with one of them, or delete it"),
        };
        string? fault =
            ImageRotation != 0 ? $"image_rotation is {ImageRotation}, expected 0: turn the image back in Label Studio"
            : OriginalWidth < 1 || OriginalHeight < 1
                ? $"original_width and original_height are {OriginalWidth} and {OriginalHeight}, expected the image's size"
            : Labels is not [not null] ? $"a result with {Labels.Length} labels in value.{Type}, expected one: label it, or delete it, in Label Studio"
            : !isWhole ? $"a result of type '{Type}' without its shape: no value.{shape}"
            : null;
        if (fault is not null)
        {
            throw new FormatException(fault);
        }
    }

    /// <summary>Gives its pixels a label.</summary>
    /// <param name="labels">The map, in the size of the image.</param>
    /// <param name="label">The label.</param>
    /// <param name="budget">What the file may ask for.</param>
    /// <exception cref="FormatException">A polygon of fewer than three corners.</exception>
    /// <exception cref="ImageFormatException">The mask is damaged, or another image's.</exception>
    public void Paint(LabelMap labels, byte label, ReadBudget budget)
    {
        if (Value is { Rle: { } packed })
        {
            budget.Spend(labels.Pixels.Length / PaintedAtOnce, $"the brush masks up to one of {OriginalWidth} x {OriginalHeight} pixels");
            BrushRle.Paint([.. packed], labels, label);
            return;
        }

        double[] outline = [.. (Value!.Points ?? Corners()).SelectMany(p => new[] { p.X * OriginalWidth / 100, p.Y * OriginalHeight / 100 })];
        PolygonFill.Fill(OriginalWidth, OriginalHeight, [outline], budget).Paint(labels, label);
    }

    private List<ImagePoint> Corners()
    {
        (double x, double y, double width, double height) = (Value!.X!.Value, Value.Y!.Value, Value.Width!.Value, Value.Height!.Value);
        (double sin, double cos) = Math.SinCos((Value.Rotation ?? 0) * Math.PI / 180);
        double across = (double)OriginalHeight / OriginalWidth; // turning is done in pixels, while both axes count to 100
        return [.. new[] { (0d, 0d), (width, 0), (width, height), (0, height) }
            .Select(c => new ImagePoint(x + (c.Item1 * cos) - (c.Item2 * sin * across), y + (c.Item1 * sin / across) + (c.Item2 * cos)))];
    }
}

/// <summary>The shape and the labels of a mark.</summary>
internal sealed record LabelStudioValue(
    string? Format = null, IReadOnlyList<byte>? Rle = null, IReadOnlyList<ImagePoint>? Points = null, double? X = null, double? Y = null,
    double? Width = null, double? Height = null, double? Rotation = null, IReadOnlyList<string>? Brushlabels = null,
    IReadOnlyList<string>? Polygonlabels = null, IReadOnlyList<string>? Rectanglelabels = null);

/// <summary>What a task is about: the address of its image, and the image's name here.</summary>
internal sealed record LabelStudioData(string? Image = null, string? Name = null);

/// <summary>A task as it is given out.</summary>
internal sealed record LabelStudioTask(LabelStudioData Data, IReadOnlyList<LabelStudioPrediction> Predictions);

/// <summary>What SeCo says of an image.</summary>
internal sealed record LabelStudioPrediction(string ModelVersion, double? Score, IReadOnlyList<LabelStudioMark> Result);

/// <summary>A task as it comes back. The last three stand in other files alone, which are told by them: <c>annotation_id</c> in the export "JSON-MIN",
/// <c>completions</c> in exports before version 1.0, <c>category_id</c> in COCO's results.</summary>
internal sealed record LabelStudioAnswer(
    LabelStudioData? Data = null, IReadOnlyList<LabelStudioAnnotation?>? Annotations = null, JsonElement AnnotationId = default,
    JsonElement Completions = default, JsonElement CategoryId = default)
{
    /// <summary>Why it is none; null where it is one.</summary>
    [JsonIgnore]
    public string? Fault =>
        AnnotationId.ValueKind != JsonValueKind.Undefined
            ? "an item of the export \"JSON-MIN\", which does not say what kind of shape a result is, nor what was cancelled. Export as \"JSON\""
        : CategoryId.ValueKind != JsonValueKind.Undefined ? CocoReader.BareList
        : Annotations is null && Completions.ValueKind != JsonValueKind.Undefined
            ? "a task of Label Studio before 1.0, which calls annotations 'completions'. Export it from version 1.0 or later, or rename the field"
        : Data is null ? "no task of Label Studio: it has no field 'data'. Export as \"JSON\""
        : null;
}

/// <summary>What a person says of an image.</summary>
internal sealed record LabelStudioAnnotation(
    bool? WasCancelled = null, bool? GroundTruth = null, string? UpdatedAt = null, IReadOnlyList<LabelStudioMark?>? Result = null);

/// <summary>How Label Studio's files are written and read; unknown fields are skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PythonReal), typeof(WholeNumber), typeof(PointJson)])]
[JsonSerializable(typeof(IEnumerable<LabelStudioTask>))]
[JsonSerializable(typeof(LabelStudioAnswer))]
internal sealed partial class LabelStudioJson : JsonSerializerContext
{
    /// <summary>The context; names keep their characters.</summary>
    public static LabelStudioJson Plain => field ??= new(RunFile.Relaxed(Default));
}
