namespace SeCo.Exchange;

/// <summary>What a person was asked: the classes, and the regions as they were given out.
/// With it, a region that comes back deleted can be told from one that nobody saw.</summary>
/// <remarks>An object with <c>class_set</c> {<c>name</c>, <c>classes</c> [{<c>name</c>, <c>color</c>, <c>kind</c>}]} and <c>images</c> [{<c>name</c>,
/// <c>file</c>, <c>width</c>, <c>height</c>, <c>regions</c>}].</remarks>
/// <param name="Classes">The class set.</param>
/// <param name="Images">The images.</param>
/// <param name="Regions">The regions of each image, by its name; <see cref="ConnectedRegion.CategoryId"/> is the class that each was shown with.</param>
public sealed record QuestionFile(
    ClassSet Classes, IReadOnlyList<ExchangeImage> Images, IReadOnlyDictionary<string, IReadOnlyList<ConnectedRegion>> Regions)
{
    /// <summary>The file that belongs to what was given out: <c>review.zip</c> has <c>review.questions.json</c>.</summary>
    /// <param name="output">What was given out.</param>
    public static string PathFor(string output)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        return Path.ChangeExtension(output, ".questions.json");
    }

    /// <summary>Writes a file, whole or not at all; one image's regions are in memory at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="selection">The regions.</param>
    public static void Write(string path, RegionSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        RunFileKinds.Questions.Write(path, new QuestionsRecord
        {
            ClassSet = selection.Classes.ToRecord(),
            Images = selection.Images.Select(
                image => new QuestionImage(image.Name, image.File, image.Width, image.Height, [.. selection.Regions(image).Select(Asked)])),
        });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">Missing or malformed: the message names file, image, what was found and what is expected.</exception>
    public static QuestionFile Read(string path)
    {
        try
        {
            QuestionsRecord record = RunFileKinds.Questions.Read(path);
            ClassSet classes = ClassSet.Of(record.ClassSet);
            List<ExchangeImage> images = [];
            ReadBudget budget = ReadBudget.Of(path);
            Dictionary<string, IReadOnlyList<ConnectedRegion>> regions = new(StringComparer.Ordinal);
            foreach (QuestionImage image in record.Images)
            {
                ImageName.Checked(image.Name, path); // reviews are written under this name
                images.Add(ImageOf(image));
                if (!regions.TryAdd(image.Name, RegionsOf(image, classes, budget)))
                {
                    throw new FormatException($"the image '{image.Name}' is there twice");
                }
            }

            return new QuestionFile(classes, images, regions);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new DatasetException($"{path}: {fault.Message}. Expected a file that `seco labels export` wrote beside its output.", fault);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException and not DatasetException)
        {
            throw new DatasetException($"{path}: cannot be read: {fault.Message}", fault);
        }
    }

    private static RegionRecord Asked(ConnectedRegion region) =>
        RegionFile.RecordOf(ConnectedRegion.FromMask(region.Id, RegionSelection.ShownClass(region), region.Mask));

    private static ExchangeImage ImageOf(QuestionImage image) => image.Width < 1 || image.Height < 1 || (long)image.Width * image.Height > Array.MaxLength
        ? throw new FormatException($"image '{image.Name}': {image.Width} x {image.Height} pixels is no possible image size")
        : new(image.Name, image.File ?? image.Name, image.Width, image.Height);

    private static IReadOnlyList<ConnectedRegion> RegionsOf(QuestionImage image, ClassSet classes, ReadBudget budget)
    {
        try
        {
            return [.. image.Regions.Select(RegionFile.ReaderOf(classes, (image.Width, image.Height), budget))];
        }
        catch (Exception fault) when (fault is FormatException or Imaging.ImageFormatException)
        {
            throw new FormatException($"image '{image.Name}': {fault.Message}", fault);
        }
    }
}
