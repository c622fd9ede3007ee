namespace SeCo.Exchange;

/// <summary>Turns labels and masks of other programs into label PNGs, one an image.</summary>
public static class ForeignLabels
{
    /// <summary>Converts a file or folder.</summary>
    /// <param name="input">The file or folder.</param>
    /// <param name="output">The folder to write; files are named like the images.</param>
    /// <param name="format">What the input is; null: found out.</param>
    /// <param name="classes">The class set; null: the classes that the input names, which are written as <c>OUTPUT.classes.yaml</c> too.</param>
    /// <param name="images">The folder of the images: labels get their names, and formats without sizes take theirs; null: there is none.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>How many files were written, and the class set.</returns>
    /// <exception cref="DatasetException">The input cannot be used: names file, place and fault.</exception>
    public static (int Files, ClassSet Classes) Convert(
        string input, string output, ExchangeFormat? format = null, ClassSet? classes = null, string? images = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        ArgumentException.ThrowIfNullOrEmpty(output);
        format = ExchangeFormat.Of(input, format);
        ClassSet set = classes ?? format.ReadClasses(input) ?? throw new DatasetException(
            $"{input}: names no classes with their numbers, as {format.Name} does not hold them. Give a class set (--classes).");
        ExchangeNames? names = images is null ? null : new([.. ImageEntry.Find(images).Select(ImageOf)], input);
        Palette palette = set.Palette();
        HashSet<string> written = new(ImageFolder.SameName);
        foreach (AnsweredImage image in format.Read(input, set, name => names?.Find(name) is { } known ? (known.Width, known.Height) : null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExchangeImage? known = names?.Find(image.Name, image.IsFile);
            string name = known?.Name ?? ImageName.Checked(image.Name, input);
            string? fault = !written.Add(name) ? $"the image '{name}' is there twice."
                : known is not null && (known.Width, known.Height) != (image.Labels.Width, image.Labels.Height)
                    ? $"the image '{name}' has labels of {image.Labels.Width} x {image.Labels.Height} pixels, but is {known.Width} x {known.Height}."
                : null;
            set.Require(image.Labels, fault is null ? $"{input}: {name}" : throw new DatasetException($"{input}: {fault}"));
            LabelPng.Write(Path.Combine(output, name + ".png"), image.Labels, palette);
        }

        if (written.Count == 0)
        {
            throw new DatasetException($"{input}: holds no labels of an image. {ExchangeFormat.Expected}");
        }

        if (classes is null)
        {
            AtomicFile.WriteAllText(ClassFileOf(output), set.ToYaml());
        }

        return (written.Count, set);
    }

    /// <summary>Where the class set goes that an input named.</summary>
    /// <param name="output">The folder of the labels.</param>
    public static string ClassFileOf(string output) => Path.TrimEndingDirectorySeparator(output) + ".classes.yaml";

    private static ExchangeImage ImageOf(ImageEntry entry)
    {
        ImageHeader header = RgbImageFile.ReadHeader(entry.ImagePath);
        return new ExchangeImage(entry.Name, entry.Name, header.Width, header.Height);
    }
}
