namespace SeCo.Exchange;

/// <summary>Reads what people answered, finds out what they did, and writes it as review files, one an image (<see cref="ReviewFile"/>),
/// for <c>correction.review</c>.</summary>
public sealed class ReviewImport
{
    private readonly ClassSet _classes;
    private readonly QuestionFile? _questions;
    private readonly ReviewImportOptions _options;

    /// <summary>Reads answers to questions.</summary>
    /// <param name="questions">What was asked.</param>
    /// <param name="options">How to read; null: the defaults.</param>
    public ReviewImport(QuestionFile questions, ReviewImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(questions);
        (_questions, _classes, _options) = (questions, questions.Classes, options ?? new ReviewImportOptions());
    }

    /// <summary>Reads labels that answer no question: every labelled pixel counts as drawn.</summary>
    /// <param name="classes">The class set.</param>
    /// <param name="options">How to read; null: the defaults.</param>
    public ReviewImport(ClassSet classes, ReviewImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        (_classes, _options) = (classes, options ?? new ReviewImportOptions());
    }

    /// <summary>Reads answers of <c>seco review</c>, which say themselves what was asked.</summary>
    /// <param name="answers">A person's file, or the folder of several people's.</param>
    /// <param name="options">How to read; null: the defaults.</param>
    /// <returns>Null where there are no such answers.</returns>
    /// <exception cref="DatasetException">A file of them is malformed.</exception>
    public static ReviewImport? OfReview(string answers, ReviewImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(answers);
        bool isOwn = AnswerReader.FilesOf(answers).Any(AnswerReader.IsAnswers);
        return isOwn && new AnswersFormat().ReadClasses(answers) is { } classes ? new ReviewImport(classes, options) : null;
    }

    /// <summary>Reads the answers and adds them to the reviews of a folder; where earlier ones speak of the same pixels, the new ones count.
    /// Nothing is written unless all answers can be used.</summary>
    /// <param name="answers">The file or folder.</param>
    /// <param name="output">The folder of the reviews.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="DatasetException">The answers cannot be used: names file, place, what was found, what is expected.</exception>
    public Task<ReviewImportSummary> RunAsync(string answers, string output, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(answers);
        ArgumentException.ThrowIfNullOrEmpty(output);
        return Task.Run(() => Run(answers, output, cancellationToken), cancellationToken);
    }

    // Answers that turn out to be damaged, or another set's, must leave nothing behind: reviews are put in place when all of them are made.
    private ReviewImportSummary Run(string answers, string output, CancellationToken cancellationToken)
    {
        string made = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))}.{Path.GetRandomFileName()}{AtomicFile.TemporaryExtension}";
        try
        {
            ReviewImportSummary summary = Run(answers, output, made, cancellationToken);
            foreach (string path in Directory.Exists(made) ? Directory.GetFiles(made, "*", SearchOption.AllDirectories) : [])
            {
                string target = Path.Combine(output, Path.GetRelativePath(made, path));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(path, target, overwrite: true);
            }

            return summary;
        }
        finally
        {
            if (Directory.Exists(made))
            {
                Directory.Delete(made, recursive: true);
            }
        }
    }

    private ReviewImportSummary Run(string answers, string output, string made, CancellationToken cancellationToken)
    {
        ExchangeNames? asked = _questions is null ? null : new(_questions.Images, answers);
        HashSet<string> seen = new(StringComparer.Ordinal);
        long[] kinds = new long[4];
        bool isTakenBack = false;
        string? other = null;
        foreach (AnsweredImage image in ExchangeFormat.Of(answers, _options.Format).Read(
            answers, _classes, name => asked?.Find(name) is { } known ? (known.Width, known.Height) : null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExchangeImage? found = asked?.Find(image.Name, image.IsFile);
            if (asked is not null && found is null)
            {
                RequireNothing(image, answers);
                other ??= image.Name;
                continue;
            }

            isTakenBack |= image.Withdrawn.Count > 0;
            string name = found?.Name ?? ImageName.Checked(image.Name, answers);
            if (!seen.Add(name))
            {
                throw new DatasetException($"{answers}: the image '{name}' is answered twice.");
            }

            foreach (RegionReview review in Add(image, name, found, (output, made), answers))
            {
                kinds[(int)review.Answer] += review.IsWhole ? 1 : review.Mask.Area;
            }
        }

        if (kinds.Sum() == 0 && !isTakenBack)
        {
            string example = _questions is { Images: [ExchangeImage first, ..] } ? $", as '{first.Name}'" : string.Empty;
            throw new DatasetException(
                $"{answers}: holds no answer: "
                + (other is not null ? $"none of its images, as '{other}', is among those that were asked about{example}. "
                    : seen.Count > 0 ? $"{seen.Count} images, and no pixel with a label. " : "nobody has said anything about an image. ")
                + ExchangeFormat.Expected);
        }

        return new ReviewImportSummary(
            seen.Count, (_questions?.Images.Count ?? seen.Count) - seen.Count,
            kinds[(int)ReviewAnswer.Confirmed], kinds[(int)ReviewAnswer.Relabelled], kinds[(int)ReviewAnswer.Rejected], kinds[(int)ReviewAnswer.Drawn]);
    }

    private IReadOnlyList<RegionReview> Add(AnsweredImage image, string name, ExchangeImage? asked, (string Earlier, string Made) folders, string answers)
    {
        (int Width, int Height) size = (image.Labels.Width, image.Labels.Height);
        if (asked is not null && size != (asked.Width, asked.Height))
        {
            throw new DatasetException(
                $"{answers}: the image '{image.Name}' has {size.Width} x {size.Height} pixels, but was given out with {asked.Width} x {asked.Height}. Label "
                    + $"the images in their own size.{ImageHeader.HintFor(size, (asked.Width, asked.Height))}");
        }

        if (asked is null && image.IsBlank && image.Reviews is null)
        {
            return [];
        }

        _classes.Require(image.Labels, $"{answers}: {image.Name}");
        IReadOnlyList<RegionReview> reviews = image.Reviews is { } said
            ? ReviewComparison.Settle(said)
            : ReviewComparison.Compare(asked is null ? [] : _questions!.Regions[asked.Name], image.Labels, _options.Agreement);
        string path = ReviewFile.PathOf(folders.Earlier, name);
        if (reviews.Count > 0 || (image.Withdrawn.Count > 0 && File.Exists(path)))
        {
            IReadOnlyList<RegionReview> earlier = File.Exists(path) ? ReviewFile.Read(path, _classes, size) : [];
            ReviewFile.Write(
                ReviewFile.PathOf(folders.Made, name), ReviewComparison.Merge(ReviewComparison.Without(earlier, image.Withdrawn), reviews));
        }

        return reviews;
    }

    // A project may hold more images than were asked about; but what was drawn there must not be lost in silence.
    private static void RequireNothing(AnsweredImage image, string answers)
    {
        if (!image.IsBlank && image.Labels.Pixels.ContainsAnyExcept(LabelMap.Ignore))
        {
            throw new DatasetException(
                $"{answers}: the image '{image.Name}' has labels, but is none of those that were asked about. Give the questions of this export, or none and "
                    + "a class set.");
        }
    }
}
