using System.Text.Json;
using SeCo.Datasets;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Exchange;

/// <summary>Reads COCO instances: masks as compressed run lengths, as lists of run lengths, and as polygons (<c>segmentation</c>, <c>image_id</c>, <c>category_id</c>).</summary>
/// <remarks>A polygon's pixels are those whose centre lies inside. All masks of a file are in memory, as run lengths.</remarks>
public static class CocoReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The images in the file's order, those without annotations too.</returns>
    /// <exception cref="DatasetException">Missing or malformed: the message names file, item, what was found and what is expected.</exception>
    public static IReadOnlyList<CocoImage> Read(string path)
    {
        Dictionary<int, string> categories = new JsonObjectList(path, "category", "categories").Read(ReadCategory).ToDictionary(c => c.Id, c => c.Name);
        Dictionary<int, (ExchangeImage Image, List<(string, RunLengthMask)> Masks)> images = [];
        List<CocoImage> ordered = [];
        JsonObjectList list = new(path, "image", "images");
        foreach ((int id, ExchangeImage image) in list.Read((ref Utf8JsonReader reader) => ReadImage(ref reader, path)))
        {
            List<(string, RunLengthMask)> masks = [];
            ordered.Add(images.TryAdd(id, (image, masks)) ? new CocoImage(image, masks) : throw new DatasetException($"{path}: two images have the id {id}."));
        }

        JsonObjectList annotations = new(path, "annotation", "annotations");
        foreach (Annotation annotation in annotations.Read((ref Utf8JsonReader reader) => ReadAnnotation(ref reader, images, categories)))
        {
            images[annotation.Image].Masks.Add((annotation.Category, annotation.Mask));
        }

        return ordered;
    }

    private static Category ReadCategory(ref Utf8JsonReader reader)
    {
        int? id = null;
        string? name = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "id": id = RegionJson.Integer(ref reader, field); break;
                case "name": name = RegionJson.Text(ref reader, field); break;
                default: reader.Skip(); break;
            }
        }

        return new Category(id ?? throw new FormatException("no id"), name ?? throw new FormatException("no name"));
    }

    private static IdentifiedImage ReadImage(ref Utf8JsonReader reader, string path)
    {
        int? id = null;
        string? file = null;
        int width = 0, height = 0;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "id": id = RegionJson.Integer(ref reader, field); break;
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
        ref Utf8JsonReader reader, Dictionary<int, (ExchangeImage Image, List<(string, RunLengthMask)> Masks)> images, Dictionary<int, string> categories)
    {
        int? image = null, category = null;
        RunLengthMask? mask = null;
        List<double[]>? polygons = null;
        while (RegionJson.NextField(ref reader, out string field))
        {
            switch (field)
            {
                case "image_id": image = RegionJson.Integer(ref reader, field); break;
                case "category_id": category = RegionJson.Integer(ref reader, field); break;
                case "segmentation" when reader.TokenType == JsonTokenType.StartArray: polygons = ReadPolygons(ref reader); break;
                case "segmentation": mask = RegionJson.Mask(ref reader, field); break;
                default: reader.Skip(); break;
            }
        }

        if (image is null || !images.TryGetValue(image.Value, out (ExchangeImage Image, List<(string, RunLengthMask)> Masks) known))
        {
            throw new FormatException($"image_id is {image}, which is no image's id");
        }

        if (category is null || !categories.TryGetValue(category.Value, out string? name))
        {
            throw new FormatException($"category_id is {category}, which is no category's id");
        }

        mask ??= PolygonFill.Fill(known.Image.Width, known.Image.Height, polygons ?? throw new FormatException("no segmentation"));
        return (mask.Width, mask.Height) == (known.Image.Width, known.Image.Height) ? new Annotation(image.Value, name, mask)
            : throw new FormatException($"the mask is {mask.Width} x {mask.Height} pixels, but the image {known.Image.File} has {known.Image.Width} x {known.Image.Height}");
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

    private sealed record Category(int Id, string Name);

    private sealed record IdentifiedImage(int Id, ExchangeImage Image);

    private sealed record Annotation(int Image, string Category, RunLengthMask Mask);
}
