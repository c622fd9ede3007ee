using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.RunFiles;

namespace SeCo.SegmentAnything;

/// <summary>Reads the records of one mask file, and checks each against the image and against itself.</summary>
/// <param name="size">The width and height of the image; null to take those of the file, or of its first record.</param>
internal sealed class MaskRecordReader((int Width, int Height)? size)
{
    private readonly string _expectedBy = size is null ? "the masks before have" : "the image has";
    private (int Width, int Height)? _size = size;

    /// <summary>Reads a field of the file beside its list of records.</summary>
    public void ReadHeader(string name, ref Utf8JsonReader reader)
    {
        if (name != "image" || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        int? width = null, height = null;
        while (JsonObjectList.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "width": width = RegionJson.Integer(ref reader, "image.width"); break;
                case "height": height = RegionJson.Integer(ref reader, "image.height"); break;
                default: reader.Skip(); break;
            }
        }

        if (width is { } w && height is { } h)
        {
            CheckSize("the file's image is", w, h);
        }
    }

    /// <summary>Reads a record that has no other fields than the known ones.</summary>
    public MaskRecord ReadRecord(ref Utf8JsonReader reader) => ReadRecord(ref reader, Skip);

    /// <summary>Reads a record; the reader stands on its opening brace and ends on its closing one.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="other">Reads the value of a field that is none of a record's.</param>
    /// <exception cref="FormatException">A field is missing or malformed, or two contradict each other.</exception>
    /// <exception cref="ImageFormatException">The run lengths are malformed.</exception>
    public MaskRecord ReadRecord(ref Utf8JsonReader reader, JsonObjectList.ReadField other)
    {
        RunLengthMask? mask = null;
        double? area = null;
        ImageBox? bounds = null, crop = null;
        double iou = 0, stability = 0;
        List<ImagePoint> points = [];
        while (JsonObjectList.NextField(ref reader, out string name))
        {
            switch (name)
            {
                case "segmentation": mask = RegionJson.Mask(ref reader, name); break;
                case "area": area = RegionJson.Real(ref reader, name); break;
                case "bbox": bounds = ReadBox(ref reader, name); break;
                case "predicted_iou": iou = ReadMeasure(ref reader, name); break;
                case "point_coords": points = RegionJson.Points(ref reader, name); break;
                case "stability_score": stability = ReadMeasure(ref reader, name); break;
                case "crop_box": crop = ReadBox(ref reader, name); break;
                default: other(name, ref reader); break;
            }
        }

        if (mask is null)
        {
            throw new FormatException("no segmentation");
        }

        CheckSize("segmentation.size is", mask.Width, mask.Height);
        long measured = mask.Area;
        if (area is { } given && given != measured)
        {
            throw new FormatException($"area is {given}, but the mask has {measured} pixels");
        }

        return new MaskRecord
        {
            Segmentation = mask,
            Area = measured,
            Bounds = CheckBounds(bounds, mask.Bounds),
            PredictedIou = iou,
            PointCoordinates = points,
            StabilityScore = stability,
            CropBox = CheckCrop(crop, mask),
        };
    }

    /// <summary>The box <c>[x, y, w, h]</c>.</summary>
    public static ImageBox ReadBox(ref Utf8JsonReader reader, string field)
    {
        double[] values = RegionJson.Reals(ref reader, field, 4);
        return values[2] >= 0 && values[3] >= 0
            ? ImageBox.OfSize(values[0], values[1], values[2], values[3])
            : throw new FormatException($"{field} is [{string.Join(", ", values)}], expected a width and height of 0 or more");
    }

    private static double ReadMeasure(ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : RegionJson.Real(ref reader, field);

    private static void Skip(string name, ref Utf8JsonReader reader) => reader.Skip();

    private void CheckSize(string what, int width, int height)
    {
        _size ??= (width, height);
        if (_size != (width, height))
        {
            throw new FormatException(
                $"{what} {width} x {height}, but {_expectedBy} {_size.Value.Width} x {_size.Value.Height}. Is the file another image's?");
        }
    }

    // Other programs end boxes at the last column or past it, or round them: one pixel is granted.
    private static ImageBox CheckBounds(ImageBox? given, Box measured)
    {
        ImageBox own = ImageBox.Around(measured);
        if (given is not { } box)
        {
            return own;
        }

        bool agrees = Math.Abs(box.X0 - own.X0) <= 1 && Math.Abs(box.Y0 - own.Y0) <= 1 && Math.Abs(box.X1 - own.X1) <= 1 && Math.Abs(box.Y1 - own.Y1) <= 1;
        return agrees ? box : throw new FormatException($"bbox is {Text(box)}, but the mask's is {Text(own)}");
    }

    private static ImageBox CheckCrop(ImageBox? given, RunLengthMask mask)
    {
        ImageBox crop = given ?? ImageBox.OfSize(0, 0, mask.Width, mask.Height);
        return crop.X0 >= 0 && crop.Y0 >= 0 && crop.X1 <= mask.Width && crop.Y1 <= mask.Height
            ? crop
            : throw new FormatException($"crop_box is {Text(crop)}, which leaves the image of {mask.Width} x {mask.Height}");
    }

    private static string Text(ImageBox box) => FormattableString.Invariant($"[{box.X0}, {box.Y0}, {box.Width}, {box.Height}]");
}
