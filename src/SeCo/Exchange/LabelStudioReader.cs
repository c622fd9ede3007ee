using System.Text.Json;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Exchange;

/// <summary>Reads the annotations of Label Studio's export as JSON. Predictions and tasks that nobody has annotated are skipped.</summary>
/// <param name="path">The file.</param>
/// <param name="classes">The class set that the labels' names belong to.</param>
internal sealed class LabelStudioReader(string path, ClassSet classes)
{
    private readonly ClassNames _names = new(classes);

    /// <summary>The answers, one image at a time: the last annotation of each task that was not cancelled, its masks painted in their order.</summary>
    /// <param name="sizes">The sizes of images that are known; null where one is not.</param>
    /// <exception cref="DatasetException">The file is malformed: names file and task.</exception>
    public IEnumerable<AnsweredImage> Read(Func<string, (int Width, int Height)?> sizes) => new JsonObjectList(path, "task")
        .Read((ref Utf8JsonReader reader) => ReadTask(ref reader, sizes)).Where(task => task.Answer is not null).Select(task => task.Answer!);

    private Task ReadTask(ref Utf8JsonReader reader, Func<string, (int Width, int Height)?> sizes)
    {
        string? name = null;
        List<Brush>? brushes = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "data": name = ReadName(ref reader); break;
                case "annotations": brushes = ReadAnnotations(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (brushes is null)
        {
            return new Task(null);
        }

        name = ExchangeNames.Checked(name ?? throw new FormatException($"no data.{LabelStudioFile.NameField} and no data.{LabelStudioFile.ImageField}, so that the image is not known"), path);
        (int Width, int Height)? size = sizes(name) ?? (brushes.Count > 0 ? (brushes[0].Width, brushes[0].Height) : null);
        return new Task(size is (int width, int height) ? new AnsweredImage(name, Paint(brushes, width, height)) : null);
    }

    private static LabelMap Paint(List<Brush> brushes, int width, int height)
    {
        if ((long)width * height > RgbImageFile.MaxPixels)
        {
            throw new FormatException($"{width} x {height} pixels, expected at most {RgbImageFile.MaxPixels}");
        }

        LabelMap labels = new(width, height);
        foreach (Brush brush in brushes)
        {
            if ((brush.Width, brush.Height) != (width, height))
            {
                throw new FormatException($"a mask of {brush.Width} x {brush.Height} pixels, but the image has {width} x {height}");
            }

            foreach ((int x, int y, int length) in BrushRle.Decode(brush.Packed, width, height).Columns())
            {
                for (int row = y; row < y + length; row++)
                {
                    labels.Row(row)[x] = brush.Label;
                }
            }
        }

        return labels;
    }

    private static string? ReadName(ref Utf8JsonReader reader)
    {
        RegionJson.ExpectObject(ref reader, "data");
        string? name = null, image = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case LabelStudioFile.NameField: name = RegionJson.Text(ref reader, field); break;
                case LabelStudioFile.ImageField: image = RegionJson.Text(ref reader, field); break;
                default: reader.Skip(); break;
            }
        }

        return name ?? (image is null ? null : ExchangeNames.WithoutEnding(image[(image.LastIndexOf('/') + 1)..]));
    }

    // Null where nobody has annotated the task.
    private List<Brush>? ReadAnnotations(ref Utf8JsonReader reader)
    {
        List<Brush>? last = null;
        RequireList(ref reader, "annotations");
        while (NextItem(ref reader, "an annotation"))
        {
            List<Brush> brushes = [];
            bool cancelled = false;
            while (RegionJson.NextField(ref reader, out string field))
            {
                switch (field)
                {
                    case "was_cancelled": cancelled = reader.TokenType == JsonTokenType.True; break;
                    case "result":
                        RequireList(ref reader, field);
                        while (NextItem(ref reader, "a result"))
                        {
                            brushes.Add(ReadBrush(ref reader));
                        }

                        break;
                    default: reader.Skip(); break;
                }
            }

            last = cancelled ? last : brushes;
        }

        return last;
    }

    private Brush ReadBrush(ref Utf8JsonReader reader)
    {
        string? type = null;
        int width = 0, height = 0;
        double rotation = 0;
        (string? Label, byte[] Packed) value = default;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "type": type = RegionJson.Text(ref reader, field); break;
                case "original_width": width = RegionJson.Integer(ref reader, field); break;
                case "original_height": height = RegionJson.Integer(ref reader, field); break;
                case "image_rotation": rotation = RegionJson.Real(ref reader, field); break;
                case "value": value = ReadValue(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return type != "brushlabels" ? throw new FormatException($"a result of type '{type}', expected 'brushlabels': only masks are read")
            : rotation != 0 ? throw new FormatException($"image_rotation is {rotation}, expected 0: turn the image back in Label Studio")
            : width < 1 || height < 1 ? throw new FormatException($"original_width and original_height are {width} and {height}, expected the image's size")
            : new Brush(width, height, _names.Of(value.Label ?? throw new FormatException("no value.brushlabels")), value.Packed ?? throw new FormatException("no value.rle"));
    }

    private static (string? Label, byte[] Packed) ReadValue(ref Utf8JsonReader reader)
    {
        RegionJson.ExpectObject(ref reader, "value");
        string? label = null;
        byte[]? packed = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "rle":
                    packed = ReadBytes(ref reader);
                    break;
                case "brushlabels":
                    RequireList(ref reader, field);
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        label = label is null ? RegionJson.Text(ref reader, field) : throw new FormatException("a mask with two labels, expected one");
                    }

                    break;
                default: reader.Skip(); break;
            }
        }

        return (label, packed!);
    }

    private static byte[] ReadBytes(ref Utf8JsonReader reader)
    {
        RequireList(ref reader, "rle");
        List<byte> bytes = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            byte value = 0;
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out value))
            {
                throw new FormatException("rle must be a list of numbers from 0 to 255");
            }

            bytes.Add(value);
        }

        return [.. bytes];
    }

    private static void RequireList(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException($"{field} must be a list");
        }
    }

    private static bool NextItem(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject || (reader.TokenType == JsonTokenType.EndArray ? false : throw new FormatException($"{what} must be an object"));
    }

    private sealed record Task(AnsweredImage? Answer);

    private sealed record Brush(int Width, int Height, byte Label, byte[] Packed);
}
