using System.Text.Json;
using SeCo.Imaging;
using SeCo.Labels;

namespace SeCo.SegmentAnything;

/// <summary>Writes the parts of a mask file.</summary>
internal static class MaskRecordJson
{
    /// <summary>The field of SA-1B's form that holds the records.</summary>
    public const string List = "annotations";

    /// <summary>Hands what is written to the stream where it has become much.</summary>
    public static void FlushLarge(Utf8JsonWriter writer)
    {
        const int Chunk = 1 << 16;
        if (writer.BytesPending > Chunk)
        {
            writer.Flush();
        }
    }

    /// <summary>Writes the field <c>image</c> into an object that is open.</summary>
    public static void WriteImage(Utf8JsonWriter writer, MaskFileImage image)
    {
        writer.WriteStartObject("image");
        writer.WriteNumber("image_id", image.ImageId);
        writer.WriteNumber("width", image.Width);
        writer.WriteNumber("height", image.Height);
        writer.WriteString("file_name", image.FileName);
        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of a record into an object that is open, in the official order.</summary>
    public static void WriteFields(Utf8JsonWriter writer, MaskRecord record)
    {
        RegionFile.WriteMask(writer, record.Segmentation);
        writer.WriteNumber("area", record.Area);
        WriteBox(writer, "bbox", record.Bounds);
        WriteMeasure(writer, "predicted_iou", record.PredictedIou);
        WritePoints(writer, "point_coords", record.PointCoordinates);
        WriteMeasure(writer, "stability_score", record.StabilityScore);
        WriteBox(writer, "crop_box", record.CropBox);
    }

    /// <summary>A number; <c>null</c> where it is none, such as the stability of a mask that is empty at both thresholds: JSON has no NaN.</summary>
    private static void WriteMeasure(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            RegionFile.WriteReal(writer, name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void WriteBox(Utf8JsonWriter writer, string name, ImageBox box)
    {
        writer.WriteStartArray(name);
        writer.WriteNumberValue(box.X0);
        writer.WriteNumberValue(box.Y0);
        writer.WriteNumberValue(box.Width);
        writer.WriteNumberValue(box.Height);
        writer.WriteEndArray();
    }

    public static void WritePoints(Utf8JsonWriter writer, string name, IReadOnlyList<ImagePoint> points)
    {
        writer.WriteStartArray(name);
        foreach (ImagePoint point in points)
        {
            writer.WriteStartArray();
            RegionFile.WriteReal(writer, point.X);
            RegionFile.WriteReal(writer, point.Y);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
