namespace SeCo.SegmentAnything;

/// <summary>Reads the records of one mask file, and checks each against the image and against itself.</summary>
/// <param name="path">The file.</param>
/// <param name="size">The width and height of the image; null to take those of the file, or of its first record.</param>
internal sealed class MaskRecordReader(string path, (int Width, int Height)? size)
{
    private readonly string _expectedBy = size is null ? "the masks before have" : "the image has";
    private readonly ReadBudget _budget = ReadBudget.Of(path);
    private (int Width, int Height)? _size = size;

    /// <summary>The fields of the file beside its list of records; complete after the last record.</summary>
    public Dictionary<string, JsonElement> Header { get; } = [];

    /// <summary>Reads the records, one at a time.</summary>
    /// <param name="convert">What becomes of a record as it stands in the file, and its mask.</param>
    public IEnumerable<T> Read<T>(Func<MaskFileRecord, MaskRecord, T> convert)
        where T : class => new JsonObjectList(path, "record", MaskSetRecord.List, ReadHeader)
            .Read(MaskJson.Plain.MaskFileRecord, record => convert(record, RecordOf(record)));

    private void ReadHeader(string name, ref Utf8JsonReader reader)
    {
        JsonElement value = Header[name] = JsonElement.ParseValue(ref reader);
        if (name == "image" && value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("width", out JsonElement width) && value.TryGetProperty("height", out JsonElement height))
        {
            CheckSize("the file's image is", Whole(width), Whole(height));
        }
    }

    private MaskRecord RecordOf(MaskFileRecord record)
    {
        RunLengthMask mask = record.Segmentation.ToMask(_budget);
        CheckSize("segmentation.size is", mask.Width, mask.Height);
        long area = mask.Area;
        JsonFault.Unless((record.Area ?? area) == area, $"area is {record.Area}, but the mask has {area} pixels");
        // Other programs end boxes at the last column or past it, or round them: one pixel is granted.
        ImageBox own = ImageBox.Around(mask.Bounds), box = record.Bbox ?? own;
        bool isOther = Math.Abs(box.X0 - own.X0) > 1 || Math.Abs(box.Y0 - own.Y0) > 1 || Math.Abs(box.X1 - own.X1) > 1 || Math.Abs(box.Y1 - own.Y1) > 1;
        JsonFault.Unless(!isOther, $"bbox is {Text(box)}, but the mask's is {Text(own)}");
        ImageBox crop = record.CropBox ?? ImageBox.OfSize(0, 0, mask.Width, mask.Height);
        return crop.X0 >= 0 && crop.Y0 >= 0 && crop.X1 <= mask.Width && crop.Y1 <= mask.Height
            ? new MaskRecord(mask, area, box, record.PredictedIou, record.PointCoords ?? [], record.StabilityScore, crop)
            : throw new FormatException($"crop_box is {Text(crop)}, which leaves the image of {mask.Width} x {mask.Height}");
    }

    private void CheckSize(string what, int width, int height)
    {
        _size ??= (width, height);
        if (_size != (width, height))
        {
            throw new FormatException(
                $"{what} {width} x {height}, but {_expectedBy} {_size.Value.Width} x {_size.Value.Height}. Is the file another image's?"
                    + ImageHeader.HintFor((width, height), _size.Value));
        }
    }

    private static int Whole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
        ? number
        : throw new FormatException($"image.width and image.height must be whole numbers, found {value.GetRawText()}");

    private static string Text(ImageBox box) => FormattableString.Invariant($"[{box.X0}, {box.Y0}, {box.Width}, {box.Height}]");
}
