using System.Text.Json;
using SeCo.Datasets;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Exchange;

/// <summary>Reads COCO instances: masks as compressed run lengths, as lists of run lengths,
/// and as polygons (<c>segmentation</c>, <c>image_id</c>, <c>category_id</c>).</summary>
/// <remarks>A polygon's pixels are those whose centre lies inside. Ids are numbers or texts. All masks of a file are in memory, as run lengths.</remarks>
public static class CocoReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="boxes">Whether an annotation without a mask, which has a box alone, stands for the box's pixels; by default it is an error.</param>
    /// <returns>The images in the file's order, those without annotations too.</returns>
    /// <exception cref="DatasetException">Missing or malformed: the message names file, item, what was found and what is expected.</exception>
    public static IReadOnlyList<CocoImage> Read(string path, bool boxes = false)
    {
        Dictionary<string, string> categories = new(StringComparer.Ordinal);
        foreach (Category category in new JsonObjectList(path, "category", "categories").Read(ReadCategory))
        {
            if (!categories.TryAdd(category.Id, category.Name))
            {
                throw new DatasetException($"{path}: the categories '{categories[category.Id]}' and '{category.Name}' have the same id {category.Id}.");
            }
        }

        Dictionary<string, (ExchangeImage Image, List<(string, RunLengthMask)> Masks)> images = new(StringComparer.Ordinal);
        List<CocoImage> ordered = [];
        JsonObjectList list = new(path, "image", "images");
        foreach ((string id, ExchangeImage image) in list.Read((ref Utf8JsonReader reader) => ReadImage(ref reader, path)))
        {
            List<(string, RunLengthMask)> masks = [];
            ordered.Add(images.TryAdd(id, (image, masks)) ? new CocoImage(image, masks) : throw new DatasetException($"{path}: two images have the id {id}."));
        }

        JsonObjectList annotations = new(path, "annotation", "annotations");
        foreach (Annotation annotation in annotations.Read((ref Utf8JsonReader reader) => ReadAnnotation(ref reader, images, categories, boxes)))
        {
            images[annotation.Image].Masks.Add((annotation.Category, annotation.Mask));
        }

        return ordered;
    }

    private static Category ReadCategory(ref Utf8JsonReader reader)
    {
        string? id = null, name = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "id": id = RegionJson.Id(ref reader, field); break;
                case "name": name = RegionJson.Text(ref reader, field); break;
                default: reader.Skip(); break;
            }
        }

        return new Category(id ?? throw new FormatException("no id"), name ?? throw new FormatException("no name"));
    }

    private static IdentifiedImage ReadImage(ref Utf8JsonReader reader, string path)
    {
        string? id = null, file = null;
        int width = 0, height = 0;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "id": id = RegionJson.Id(ref reader, field); break;
                case "file_name": file = RegionJson.Text(ref reader, field); break;
                case "width": width = RegionJson.Integer(ref reader, field); break;
                case "height": height = RegionJson.Integer(ref reader, field); break;
                default: reader.Skip(); break;
            }
        }

        if (width < 1 || height < 1 || (long)width * height > RgbImageFile.MaxPixels)
        {
            throw new FormatException($"{width} x {height} pixels, expected a size of at most {RgbImageFile.MaxPixels} pixels");
        }

        string name = ExchangeNames.Checked(ExchangeNames.WithoutEnding(file ?? throw new FormatException("no file_name")), path);
        return new IdentifiedImage(id ?? throw new FormatException("no id"), new ExchangeImage(name, file, width, height));
    }

    private static Annotation ReadAnnotation(
        ref Utf8JsonReader reader,
        Dictionary<string, (ExchangeImage Image, List<(string, RunLengthMask)> Masks)> images,
        Dictionary<string, string> categories,
        bool boxes)
    {
        string? image = null, category = null;
        RunLengthMask? mask = null;
        List<double[]> polygons = [];
        double[]? box = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "image_id": image = RegionJson.Id(ref reader, field); break;
                case "category_id": category = RegionJson.Id(ref reader, field); break;
                case "bbox" when boxes: box = RegionJson.Reals(ref reader, field, 4); break;
                case "segmentation" when reader.TokenType == JsonTokenType.Null: break;
                case "segmentation" when reader.TokenType == JsonTokenType.StartArray: polygons = ReadPolygons(ref reader); break;
                case "segmentation": mask = RegionJson.Mask(ref reader, field); break;
                default: reader.Skip(); break;
            }
        }

        if (image is null || !images.TryGetValue(image, out (ExchangeImage Image, List<(string, RunLengthMask)> Masks) known))
        {
            throw new FormatException($"image_id is {image}, which is no image's id");
        }

        if (category is null || !categories.TryGetValue(category, out string? name))
        {
            throw new FormatException($"category_id is {category}, which is no category's id");
        }

        if (mask is null && polygons.Count == 0)
        {
            // Detectors' annotations, and rectangles of programs that draw both.
            (double x, double y, double across, double down) = box is null
                ? throw new FormatException("no segmentation: a box alone is no mask")
                : (box[0], box[1], box[2], box[3]);
            polygons = [[x, y, x + across, y, x + across, y + down, x, y + down]];
        }

        mask ??= PolygonFill.Fill(known.Image.Width, known.Image.Height, polygons);
        return (mask.Width, mask.Height) == (known.Image.Width, known.Image.Height) ? new Annotation(image, name, mask)
            : throw new FormatException(
                $"the mask is {mask.Width} x {mask.Height} pixels, but the image {known.Image.File} has {known.Image.Width} x {known.Image.Height}");
    }

    private static List<double[]> ReadPolygons(ref Utf8JsonReader reader)
    {
        List<double[]> polygons = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new FormatException("segmentation must be run lengths, or a list of polygons [x, y, x, y, …]");
            }

            List<double> corners = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                corners.Add(RegionJson.Real(ref reader, "segmentation"));
            }

            polygons.Add([.. corners]);
        }

        return polygons;
    }

    private sealed record Category(string Id, string Name);

    private sealed record IdentifiedImage(string Id, ExchangeImage Image);

    private sealed record Annotation(string Image, string Category, RunLengthMask Mask);
}
