using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Exchange;

/// <summary>Writes regions as COCO instances: <c>images</c>, <c>categories</c> and <c>annotations</c>.</summary>
/// <remarks>
/// Category ids are class ids plus 1, since 0 means background to some readers; image and annotation ids count from 1.
/// <c>score</c> of an annotation is one minus the
/// noise probability; <c>attributes</c> holds <c>region</c>, <c>verdict</c> and <c>noise_probability</c>.
/// </remarks>
public static class CocoFile
{
    /// <summary>Writes a file to a stream, which stays open; one image's regions are in memory at a time.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="selection">The regions.</param>
    /// <param name="counts">How masks are written.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    public static void Write(Stream stream, RegionSelection selection, CocoCounts counts = CocoCounts.Text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        using Utf8JsonWriter writer = new(stream, RegionFile.LayoutOf(RegionFileStyle.Compact));
        writer.WriteStartObject();
        WriteImages(writer, selection.Images);
        WriteCategories(writer, selection.Classes);
        writer.WriteStartArray("annotations");
        int id = 1;
        for (int i = 0; i < selection.Images.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ConnectedRegion region in selection.Regions(selection.Images[i]))
            {
                WriteAnnotation(writer, region, id++, i + 1, counts);
            }

            writer.Flush();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteImages(Utf8JsonWriter writer, IReadOnlyList<ExchangeImage> images)
    {
        writer.WriteStartArray("images");
        for (int i = 0; i < images.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", i + 1);
            writer.WriteNumber("width", images[i].Width);
            writer.WriteNumber("height", images[i].Height);
            writer.WriteString("file_name", images[i].File);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCategories(Utf8JsonWriter writer, ClassSet classes)
    {
        writer.WriteStartArray("categories");
        foreach (SegmentationClass c in classes.Classes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", c.Id + 1);
            writer.WriteString("name", c.Name);
            writer.WriteString("supercategory", c.Kind == ClassKind.Thing ? "thing" : "stuff");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAnnotation(Utf8JsonWriter writer, ConnectedRegion region, int id, int image, CocoCounts counts)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", id);
        writer.WriteNumber("image_id", image);
        writer.WriteNumber("category_id", RegionSelection.ShownClass(region) + 1);
        if (counts == CocoCounts.List)
        {
            WriteList(writer, region.Mask);
        }
        else
        {
            RegionFile.WriteMask(writer, region.Mask);
        }

        Box box = region.Bounds;
        WriteNumbers(writer, "bbox", [box.X0, box.Y0, box.Width, box.Height]);
        writer.WriteNumber("area", region.Area);
        writer.WriteNumber("iscrowd", counts == CocoCounts.List ? 1 : 0);
        RegionFile.WriteReal(writer, "score", 1 - region.Outcome?.NoiseProbability);
        writer.WriteStartObject("attributes");
        writer.WriteNumber("region", region.Id);
        writer.WriteString("verdict", Word.Of(region.Outcome?.Verdict ?? RegionVerdict.Undecided));
        RegionFile.WriteReal(writer, "noise_probability", region.Outcome?.NoiseProbability);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, RunLengthMask mask)
    {
        writer.WriteStartObject("segmentation");
        WriteNumbers(writer, "size", [mask.Height, mask.Width]);
        writer.WriteStartArray("counts");
        foreach (uint length in mask.Counts)
        {
            writer.WriteNumberValue(length);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ReadOnlySpan<int> values)
    {
        writer.WriteStartArray(name);
        foreach (int value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
