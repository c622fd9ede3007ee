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
        RequireWhole(path);

        ReadBudget budget = ReadBudget.Of(path);
        Dictionary<string, string> categories = Categories(path).ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal);
        Dictionary<string, List<(string, RunLengthMask)>> masks = new(StringComparer.Ordinal);
        OrderedDictionary<string, CocoImage> images = new(StringComparer.Ordinal);
        foreach (CocoPicture picture in new JsonObjectList(path, "image", "images").Read(CocoJson.Plain.CocoPicture, Checked))
        {
            string name = ImageName.WithoutEnding(ImageName.Checked(picture.FileName!, path));
            masks[picture.Id] = [];
            if (!images.TryAdd(picture.Id, new CocoImage(new ExchangeImage(name, picture.FileName!, picture.Width, picture.Height), masks[picture.Id])))
            {
                throw new DatasetException($"{path}: two images have the id {picture.Id}.");
            }
        }

        IEnumerable<Annotation> annotations = new JsonObjectList(path, "annotation", "annotations")
            .Read(CocoJson.Plain.CocoAnnotation, annotation => MaskOf(annotation, images, categories, boxes, budget));
        foreach ((string image, string category, RunLengthMask mask) in annotations)
        {
            masks[image].Add((category, mask));
        }

        return [.. images.Values];
    }

    /// <summary>The categories of a file, in its order.</summary>
    /// <exception cref="DatasetException">Missing or malformed, or two of one id.</exception>
    internal static IReadOnlyCollection<CocoCategory> Categories(string path)
    {
        OrderedDictionary<string, CocoCategory> categories = new(StringComparer.Ordinal);
        try
        {
            foreach (CocoCategory category in new JsonObjectList(path, "category", "categories").Read(CocoJson.Plain.CocoCategory, category => category))
            {
                if (!categories.TryAdd(category.Id, category))
                {
                    throw new DatasetException(
                        $"{path}: the categories '{categories[category.Id].Name}' and '{category.Name}' have the same id {category.Id}.");
                }
            }
        }
        catch (DatasetException fault) when (categories.Count == 0 && fault.InnerException is FormatException)
        {
            throw new DatasetException($"{fault.Message}. Expected COCO instances: an object with images, categories and annotations.", fault);
        }

        return categories.Values;
    }

    /// <summary>What is wrong with a bare list of results; detectors write them so.</summary>
    internal const string BareList = "a bare list of COCO results has no names of images and categories. Give the whole COCO file: an object with images, "
        + "categories and annotations, where annotations is this list";

    private static void RequireWhole(string path)
    {
        using StreamReader reader = File.Exists(path) ? new StreamReader(path) : StreamReader.Null;
        while (char.IsWhiteSpace((char)Math.Max(reader.Peek(), 0)))
        {
            reader.Read();
        }

        if (reader.Peek() == '[')
        {
            throw new DatasetException($"{path}: is a list, and {BareList}.");
        }
    }

    private static CocoPicture Checked(CocoPicture picture)
    {
        if (picture.Width < 1 || picture.Height < 1 || (long)picture.Width * picture.Height > RgbImageFile.MaxPixels)
        {
            throw new FormatException($"{picture.Width} x {picture.Height} pixels, expected a size of at most {RgbImageFile.MaxPixels} pixels");
        }

        return picture.FileName is null ? throw new FormatException("no file_name") : picture;
    }

    private static Annotation MaskOf(
        CocoAnnotation annotation, OrderedDictionary<string, CocoImage> images, Dictionary<string, string> categories, bool boxes,
        ReadBudget budget)
    {
        if (annotation.ImageId is null || !images.TryGetValue(annotation.ImageId, out CocoImage? known))
        {
            throw new FormatException($"image_id is {annotation.ImageId}, which is no image's id");
        }

        if (annotation.CategoryId is null || !categories.TryGetValue(annotation.CategoryId, out string? category))
        {
            throw new FormatException($"category_id is {annotation.CategoryId}, which is no category's id");
        }

        ExchangeImage image = known.Image;
        RunLengthMask mask = annotation.Segmentation switch
        {
            { Runs: { } runs } => runs.ToMask(budget),
            { Polygons: { Count: > 0 } polygons } => PolygonFill.Fill(image.Width, image.Height, polygons, budget),

            // Detectors' annotations, and rectangles of programs that draw both.
            _ when boxes && annotation.Bbox is { } box => box is [double x, double y, double across, double down]
                ? PolygonFill.Fill(image.Width, image.Height, [[x, y, x + across, y, x + across, y + down, x, y + down]], budget)
                : throw new FormatException("bbox must be a list of 4 numbers"),
            _ => throw new FormatException("no segmentation: a box alone is no mask"),
        };
        budget.Hold(sizeof(uint) * (long)mask.Counts.Length, "the masks up to here");
        return (mask.Width, mask.Height) == (image.Width, image.Height) ? new Annotation(annotation.ImageId, category, mask)
            : throw new FormatException($"the mask is {mask.Width} x {mask.Height} pixels, but the image {image.File} has {image.Width} x {image.Height}");
    }

    private sealed record Annotation(string Image, string Category, RunLengthMask Mask);
}
