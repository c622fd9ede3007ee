using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Storage;

namespace SeCo.Labels;

/// <summary>The regions of one image as JSON: a list with COCO run-length masks, compatible with the reference's region files both ways.</summary>
/// <remarks>
/// Fields of a region: <c>segmentation</c> {<c>size</c> [h, w], <c>counts</c>}, <c>bbox</c> [x, y, w, h], <c>area</c>, <c>category_id</c>, <c>id</c>,
/// <c>true_label</c> {<c>id</c>, <c>purity</c>, <c>positive</c>}. All others are optional and written only where they are known:
/// <c>mean_confidence</c>, <c>origin</c> {<c>kind</c>, <c>mask</c>, <c>component</c>, <c>share</c>, <c>score</c>, <c>box</c> [x, y, w, h], <c>points</c> [[x, y]…]}, <c>loss</c>, <c>score</c>,
/// <c>noise_probability</c>, <c>predicted_id</c>, <c>verdict</c>, <c>label</c>. Unknown fields are skipped when reading.
/// Source: the reference's <c>gen_ins_mask.py</c>.
/// </remarks>
public static class RegionFile
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="regions">The regions, in order; taken one at a time.</param>
    /// <param name="style">The layout.</param>
    public static void Write(string path, IEnumerable<ConnectedRegion> regions, RegionFileStyle style = RegionFileStyle.Compact) =>
        AtomicFile.Write(path, stream => Write(stream, regions, style));

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="regions">The regions, in order; taken one at a time.</param>
    /// <param name="style">The layout.</param>
    public static void Write(Stream stream, IEnumerable<ConnectedRegion> regions, RegionFileStyle style = RegionFileStyle.Compact)
    {
        ArgumentNullException.ThrowIfNull(regions);
        using Utf8JsonWriter writer = new(stream, LayoutOf(style));
        writer.WriteStartArray();
        foreach (ConnectedRegion region in regions)
        {
            writer.WriteStartObject();
            WriteFields(writer, region);
            writer.WriteEndObject();
            const int Chunk = 1 << 16;
            if (writer.BytesPending > Chunk)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a file, one region at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">The class set whose ids may occur (and 255 in <c>true_label</c> and <c>label</c>); null to allow 0 to 254.</param>
    /// <param name="size">The width and height that every mask must have; null to take those of the first region.</param>
    /// <exception cref="DatasetException">Missing or malformed: the message names file, region, what was found and what is expected. Thrown while the sequence is read.</exception>
    public static IEnumerable<ConnectedRegion> Read(string path, ClassSet? classes = null, (int Width, int Height)? size = null)
    {
        RegionCheck check = new(classes, size);
        return new JsonObjectList(path, "region").Read((ref Utf8JsonReader reader) => check.Pass(RegionFields.Read(ref reader).ToRegion()));
    }

    internal static JsonWriterOptions LayoutOf(RegionFileStyle style) => new()
    {
        Indented = style == RegionFileStyle.Reference,
        NewLine = "\n",

        // Run-length text is full of characters that the default encoder escapes for HTML's sake.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the fields of a region into an object that is open.</summary>
    internal static void WriteFields(Utf8JsonWriter writer, ConnectedRegion region)
    {
        WriteMask(writer, region.Mask);
        WriteBox(writer, "bbox", region.Bounds);
        writer.WriteNumber("area", region.Area);
        writer.WriteNumber("category_id", region.CategoryId);
        writer.WriteNumber("id", region.Id);
        if (region.TrueLabel is { } truth)
        {
            writer.WriteStartObject("true_label");
            writer.WriteNumber("id", truth.Id);
            WriteReal(writer, "purity", truth.Purity);
            writer.WriteNumber("positive", truth.Positive ? 1 : 0);
            writer.WriteEndObject();
        }

        WriteReal(writer, "mean_confidence", region.MeanConfidence);
        WriteOrigin(writer, region.Origin);
        WriteOutcome(writer, region.Outcome);
    }

    internal static void WriteMask(Utf8JsonWriter writer, RunLengthMask mask)
    {
        writer.WriteStartObject("segmentation");
        WriteNumbers(writer, "size", [mask.Height, mask.Width]);
        writer.WriteString("counts", mask.ToCompressedString());
        writer.WriteEndObject();
    }

    private static void WriteOrigin(Utf8JsonWriter writer, RegionOrigin? origin)
    {
        if (origin is null)
        {
            return;
        }

        writer.WriteStartObject("origin");
        writer.WriteString("kind", RegionWords.Of(origin.Kind));
        WriteInteger(writer, "mask", origin.Mask);
        WriteInteger(writer, "component", origin.Component);
        WriteReal(writer, "share", origin.Share);
        WriteReal(writer, "score", origin.Score);
        if (origin.Box is { } box)
        {
            WriteBox(writer, "box", box);
        }

        writer.WriteStartArray("points");
        foreach (ImagePoint point in origin.Points)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(point.X);
            writer.WriteNumberValue(point.Y);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, RegionOutcome? outcome)
    {
        if (outcome is null)
        {
            return;
        }

        WriteReal(writer, "loss", outcome.Loss);
        WriteReal(writer, "score", outcome.Score);
        WriteReal(writer, "noise_probability", outcome.NoiseProbability);
        WriteInteger(writer, "predicted_id", outcome.PredictedId);
        if (outcome.Verdict != RegionVerdict.Undecided)
        {
            writer.WriteString("verdict", RegionWords.Of(outcome.Verdict));
        }

        WriteInteger(writer, "label", outcome.Label);
    }

    private static void WriteInteger(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void WriteBox(Utf8JsonWriter writer, string name, Box box) => WriteNumbers(writer, name, [box.X0, box.Y0, box.Width, box.Height]);

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ReadOnlySpan<int> values)
    {
        writer.WriteStartArray(name);
        foreach (int value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>The shortest text that reads back as the same number, with ".0" where it would look like an integer, as Python writes it.</summary>
    internal static void WriteReal(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is not { } number)
        {
            return;
        }

        writer.WritePropertyName(name);
        WriteReal(writer, number);
    }

    /// <summary>The same as an item of a list.</summary>
    internal static void WriteReal(Utf8JsonWriter writer, double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }
}
