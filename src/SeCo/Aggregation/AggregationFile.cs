using System.Text.Json;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Storage;

namespace SeCo.Aggregation;

/// <summary>The regions of one image as a JSON file: where each came from and which pixels of it are visible.</summary>
/// <remarks>
/// <c>{ "image": name, "size": [h, w], "labelled": pixels, "regions": [ { "id", "category_id", "area", "bbox": [x, y, w, h],
/// "segmentation": { "size": [h, w], "counts": COCO string }, "origin": { "kind": "aligned", "mask", "share", "score" } or { "kind": "prompted",
/// "component", "pixels", "box": [x, y, w, h], "points": [[x, y], …], "share", "score" } } ] }</c>. Ids count from 1 in painting order.
/// </remarks>
/// <param name="Image">The image's name.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="LabelledPixels">Pixels of the aggregated label map that are not 255.</param>
/// <param name="Regions">The regions, in painting order.</param>
public sealed record AggregationFile(string Image, int Width, int Height, long LabelledPixels, IReadOnlyList<AggregatedRegion> Regions)
{
    private const string Aligned = "aligned";
    private const string Prompted = "prompted";

    /// <summary>What is written of an image's result.</summary>
    public static AggregationFile Of(string image, AggregationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        LabelMap labels = result.Labels;
        long unlabelled = MemoryExtensions.Count(labels.Pixels, LabelMap.Ignore);
        return new AggregationFile(image, labels.Width, labels.Height, labels.Pixels.Length - unlabelled, result.Regions);
    }

    /// <summary>Writes the file, whole or not at all. The same regions give the same bytes.</summary>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetException">The file is not one of these, or its parts do not fit each other.</exception>
    public static AggregationFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            (int width, int height) = ReadSize(root.GetProperty("size"));
            AggregatedRegion[] regions = [.. root.GetProperty("regions").EnumerateArray().Select(r => ReadRegion(r, width, height))];
            return new AggregationFile(root.GetProperty("image").GetString()!, width, height, root.GetProperty("labelled").GetInt64(), regions);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ImageFormatException)
        {
            throw new DatasetException($"{path}: not a file of aggregated regions: {e.Message} Delete it and run the stage again.", e);
        }
    }

    private void Write(Stream stream)
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteString("image", Image);
        WriteNumbers(json, "size", Height, Width);
        json.WriteNumber("labelled", LabelledPixels);
        json.WriteStartArray("regions");
        for (int i = 0; i < Regions.Count; i++)
        {
            WriteRegion(json, i + 1, Regions[i]);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, int id, AggregatedRegion region)
    {
        Box box = region.Visible.Bounds;
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteNumber("category_id", region.ClassId);
        json.WriteNumber("area", region.Visible.Area);
        WriteNumbers(json, "bbox", box.X0, box.Y0, box.Width, box.Height);
        json.WriteStartObject("segmentation");
        WriteNumbers(json, "size", region.Visible.Height, region.Visible.Width);
        json.WriteString("counts", region.Visible.ToCompressedString());
        json.WriteEndObject();
        json.WriteStartObject("origin");
        if (region.Origin is AlignedOrigin aligned)
        {
            json.WriteString("kind", Aligned);
            json.WriteNumber("mask", aligned.Mask);
        }
        else if (region.Origin is PromptedOrigin { Prompt: { } prompt })
        {
            json.WriteString("kind", Prompted);
            json.WriteNumber("component", prompt.Component);
            json.WriteNumber("pixels", prompt.Pixels);
            WriteNumbers(json, "box", prompt.Box.X0, prompt.Box.Y0, prompt.Box.Width, prompt.Box.Height);
            json.WriteStartArray("points");
            foreach (ImagePoint point in prompt.Points)
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.X);
                json.WriteNumberValue(point.Y);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteNumber("share", region.Origin.Share);
        json.WriteNumber("score", region.Origin.Score);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static AggregatedRegion ReadRegion(JsonElement region, int width, int height)
    {
        int classId = region.GetProperty("category_id").GetByte();
        JsonElement segmentation = region.GetProperty("segmentation");
        if (ReadSize(segmentation.GetProperty("size")) != (width, height))
        {
            throw new FormatException($"Region {region.GetProperty("id")} differs in size from the image.");
        }

        JsonElement origin = region.GetProperty("origin");
        double share = origin.GetProperty("share").GetDouble(), score = origin.GetProperty("score").GetDouble();
        RegionOrigin read = origin.GetProperty("kind").GetString() switch
        {
            Aligned => new AlignedOrigin(origin.GetProperty("mask").GetInt32(), share, score),
            Prompted => new PromptedOrigin(ReadPrompt(origin, classId), share, score),
            string other => throw new FormatException($"Unknown origin '{other}', expected {Aligned} or {Prompted}."),
            null => throw new FormatException("A region's origin has no kind."),
        };
        return new AggregatedRegion(classId, RunLengthMask.Parse(width, height, segmentation.GetProperty("counts").GetString()), read);
    }

    private static ThingPrompt ReadPrompt(JsonElement origin, int classId)
    {
        int[] box = [.. origin.GetProperty("box").EnumerateArray().Select(v => v.GetInt32())];
        if (box.Length != 4)
        {
            throw new FormatException($"A box has {box.Length} numbers, expected 4.");
        }

        ImagePoint[] points = [.. origin.GetProperty("points").EnumerateArray().Select(p => new ImagePoint(p[0].GetDouble(), p[1].GetDouble()))];
        return new ThingPrompt(
            classId, origin.GetProperty("component").GetInt32(), origin.GetProperty("pixels").GetInt32(), new Box(box[0], box[1], box[0] + box[2], box[1] + box[3]), points);
    }

    private static (int Width, int Height) ReadSize(JsonElement size) =>
        size.GetArrayLength() == 2 && size[0].GetInt32() is > 0 and int height && size[1].GetInt32() is > 0 and int width
            ? (width, height)
            : throw new FormatException($"'{size}' is no size, expected [height, width].");
}
