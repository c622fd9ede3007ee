namespace SeCo.Exchange;

/// <summary>Reads the annotations of Label Studio's export as JSON. Predictions and tasks that nobody has annotated are skipped.</summary>
internal sealed class LabelStudioReader(string path, ClassSet classes)
{
    private readonly ClassNames _names = new(classes);
    private readonly ReadBudget _budget = ReadBudget.Of(path);

    /// <summary>The answers, one image at a time: of the annotations of a task that were not cancelled the one that is marked as ground truth, else the one
    /// that was changed last (without dates: the last one of the list); its shapes painted in their order.</summary>
    /// <param name="sizes">The sizes of images that are known; null where one is not.</param>
    /// <exception cref="DatasetException">The file is malformed: names file and task.</exception>
    public IEnumerable<AnsweredImage> Read(Func<string, (int Width, int Height)?> sizes) =>
        new JsonObjectList(path, "task").Read(LabelStudioJson.Plain.LabelStudioAnswer, task => AnswersOf(task, sizes)).SelectMany(answers => answers);

    // One, or none where nobody has annotated the task.
    private IReadOnlyList<AnsweredImage> AnswersOf(LabelStudioAnswer task, Func<string, (int Width, int Height)?> sizes)
    {
        if (task.Fault is { } fault)
        {
            throw new FormatException(fault);
        }

        if (Chosen(task.Annotations ?? []) is not { } marks)
        {
            return [];
        }

        string given = task.Data!.Name ?? LabelStudioAddress.NameOf(task.Data.Image ?? throw new FormatException(
            $"no data.{LabelStudioFile.NameField} and no data.{LabelStudioFile.ImageField}, so that the image is not known"));
        string name = ImageName.Checked(given, path);
        return (sizes(name) ?? marks.FirstOrDefault()?.Size) is { } size
            ? [new AnsweredImage(name, Paint(marks, size), IsFile: task.Data.Name is null)] : [];
    }

    private static List<LabelStudioMark>? Chosen(IReadOnlyList<LabelStudioAnnotation?> annotations)
    {
        List<LabelStudioMark>? best = null;
        (bool IsTruth, DateTimeOffset Changed) rank = default;
        foreach (LabelStudioAnnotation? annotation in annotations)
        {
            List<LabelStudioMark> marks = MarksOf(annotation ?? throw new FormatException("an annotation must be an object"));
            DateTimeOffset.TryParse(annotation.UpdatedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset changed);
            (bool, DateTimeOffset) own = (annotation.GroundTruth == true, changed);
            if (annotation.WasCancelled != true && (best is null || own.CompareTo(rank) >= 0))
            {
                (best, rank) = (marks, own);
            }
        }

        return best;
    }

    private static List<LabelStudioMark> MarksOf(LabelStudioAnnotation annotation)
    {
        List<LabelStudioMark> marks = [];
        foreach (LabelStudioMark? mark in annotation.Result ?? [])
        {
            if (mark is not { IsWords: true })
            {
                (mark ?? throw new FormatException("a result must be an object")).Check();
                marks.Add(mark);
            }
        }

        return marks;
    }

    private LabelMap Paint(List<LabelStudioMark> marks, (int Width, int Height) size)
    {
        if ((long)size.Width * size.Height > RgbImageFile.MaxPixels)
        {
            throw new FormatException($"{size.Width} x {size.Height} pixels, expected at most {RgbImageFile.MaxPixels}");
        }

        LabelMap labels = AnsweredImage.Blank(size, _budget, "an image");
        foreach (LabelStudioMark mark in marks)
        {
            if (mark.Size != size)
            {
                throw new FormatException(
                    $"a mask of {mark.OriginalWidth} x {mark.OriginalHeight} pixels, but the image has {size.Width} x {size.Height}. Give Label Studio the "
                        + $"images in their own size.{ImageHeader.HintFor(mark.Size, size)}".TrimEnd('.'));
            }

            mark.Paint(labels, _names.Of(mark.Label), _budget);
        }

        return labels;
    }
}
