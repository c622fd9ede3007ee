using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SeCo.Imaging.Rle;
using SeCo.RunFiles;

namespace SeCo.Labels;

/// <content>What files with masks that are not lists of records share with region files.</content>
public static partial class RegionFile
{
    internal static JsonWriterOptions LayoutOf(RegionFileStyle style) => new()
    {
        Indented = style == RegionFileStyle.Reference,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static void WriteMask(Utf8JsonWriter writer, RunLengthMask mask)
    {
        writer.WritePropertyName("segmentation");
        JsonSerializer.Serialize(writer, RunLengthRecord.Of(mask), RegionListJson.Plain.RunLengthRecord);
    }

    /// <summary>The shortest text that reads back as the same number, with ".0" where it would look like an integer, as Python writes it.</summary>
    internal static void WriteReal(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WritePropertyName(name);
            WriteReal(writer, number);
        }
    }

    /// <summary>The same as an item of a list.</summary>
    internal static void WriteReal(Utf8JsonWriter writer, double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }
}
