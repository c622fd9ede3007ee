namespace SeCo.Labels;

/// <summary>What a person said about one image, as JSON: a list of objects with <c>segmentation</c>, <c>bbox</c>, <c>area</c>, <c>answer</c>,
/// <c>label</c> and, for whole regions, <c>asked</c>.</summary>
/// <remarks><c>answer</c> is <c>confirmed</c>, <c>relabelled</c>, <c>rejected</c> or <c>drawn</c>. The files of many images lie in one folder, each under
/// its image's name.</remarks>
public static class ReviewFile
{
    /// <summary>The file of an image.</summary>
    /// <param name="folder">The folder of the reviews.</param>
    /// <param name="name">The image's name.</param>
    public static string PathOf(string folder, string name) => Path.Combine(folder, name + ".json");

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reviews">The reviews, in order.</param>
    public static void Write(string path, IEnumerable<RegionReview> reviews) => RunFileKinds.Reviews.Write(path, reviews.Select(r => new ReviewRecord(
        RunLengthRecord.Of(r.Mask), Word.Of(r.Answer), r.Label, r.Mask.Bounds, checked((int)r.Mask.Area), r.Asked)));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">The class set whose ids may occur, beside 255.</param>
    /// <param name="size">The width and height that every mask must have; null to take those of the first one.</param>
    /// <exception cref="DatasetException">Missing or malformed: the message names file, review, what was found and what is expected.</exception>
    public static IReadOnlyList<RegionReview> Read(string path, ClassSet classes, (int Width, int Height)? size = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        (int Width, int Height)? expected = size;
        ReadBudget budget = ReadBudget.Of(path);
        return [.. RunFileKinds.Reviews.Read(path, record =>
        {
            (RunLengthMask mask, ReviewAnswer answer) = (record.Segmentation.ToMask(budget), Word.Parse<ReviewAnswer>(record.Answer, "answer"));
            (int Width, int Height) found = (mask.Width, mask.Height);
            expected ??= found;
            string? fault =
                found != expected ? $"the mask is {found.Width} x {found.Height} pixels, expected {expected.Value.Width} x {expected.Value.Height}; is it "
                    + "another image's?"
                : record.Label is < 0 or > LabelMap.Ignore || !classes.Allows((byte)record.Label)
                    ? $"label is {record.Label}, but class set '{classes.Name}' has 0 to {classes.Count - 1} and 255"
                : record.Label == LabelMap.Ignore != (answer == ReviewAnswer.Rejected) && answer != ReviewAnswer.Drawn
                    ? $"answer '{record.Answer}' does not go with label {record.Label}"
                : null;
            return fault is null ? new RegionReview(mask, answer, (byte)record.Label, record.Asked) : throw new FormatException(fault);
        })];
    }

    /// <summary>A hash of what the reviews of some images say; where they lie changes nothing.</summary>
    /// <param name="folder">The folder of the reviews.</param>
    /// <param name="names">The images, in their order.</param>
    public static string FingerprintOf(string folder, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new Fingerprint().Add(names.Where(name => File.Exists(PathOf(folder, name)))
            .SelectMany(name => new[] { name, Fingerprint.OfFile(PathOf(folder, name)) })).ToString();
    }
}
