namespace SeCo.Exchange;

/// <summary>A format in which regions go to other programs and come back as answers.
/// Each is a class in a file of its own, and a row of <see cref="All"/>.</summary>
public abstract class ExchangeFormat
{
    /// <summary>The defaults of formats for people: the regions that correction changed, without the smallest.</summary>
    protected static RegionSelectionOptions Doubtful { get; } = new() { Verdicts = [RegionVerdict.Rejected, RegionVerdict.Corrected], MinimumPixels = 100 };

    /// <summary>The formats that commands can name.</summary>
    public static IReadOnlyList<ExchangeFormat> All { get; } =
    [
        new AnswersFormat(), new CvatFormat(), new LabelStudioFormat(), new CocoFormat(), new ReferenceFormat(), new UniMatchFormat(), new UltralyticsFormat(),
        new YoloFormat(), new VocFormat(), new PanopticFormat(), new MmsegFormat(), new HuggingFaceFormat(), new InstancesFormat(), new LabelFolderFormat(),
    ];

    /// <summary>What can be read, for messages.</summary>
    internal const string Expected = "Expected what people answered: answers of `seco review`, an archive of CVAT (\"Segmentation mask 1.1\"), the JSON "
        + "export of Label Studio, a whole COCO file with images, categories and annotations, a folder of a tool for training, or a folder of label PNGs.";

    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is written, in a line; null where the format is only read.</summary>
    public virtual string? About => null;

    /// <summary>Which regions are given out where nothing else is said: all.</summary>
    public virtual RegionSelectionOptions Defaults { get; } = new();

    /// <summary>Whether people answer: <c>NAME.questions.json</c> is written beside the regions then.</summary>
    public virtual bool HasAnswers => true;

    /// <summary>Whether it can be read. Default true.</summary>
    public virtual bool IsRead => true;

    /// <summary>Gives out regions.</summary>
    /// <param name="request">What is given out.</param>
    /// <param name="target">The file, or the folder, to write.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>What was written, for people.</returns>
    /// <exception cref="IOException">No region fits, or the target cannot be written.</exception>
    public virtual string Export(ExportRequest request, string target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RegionSelection selection = RegionSelection.Choose(request.Source.Regions, request.Selection, cancellationToken);
        if (selection.Count == 0)
        {
            throw new IOException($"{request.Source.Folder}: no region fits; nothing is written. Ask for others with --verdict and --min-pixels.");
        }

        Write(request, selection, target, cancellationToken);
        string asked = string.Empty;
        if (HasAnswers)
        {
            QuestionFile.Write(QuestionFile.PathFor(target), selection);
            asked = $"\nQuestions: {QuestionFile.PathFor(target)} (keep them for `seco labels import`)";
        }

        string left = selection.Count < selection.Found ? $", the most doubtful of {selection.Found}" : string.Empty;
        return $"{selection.Count} regions of {selection.Images.Count} images{left}: {target}{asked}";
    }

    /// <summary>Whether answers look like this format.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="isFolder">Whether they are a folder.</param>
    /// <param name="start">The first bytes of the file, without white space at the start.</param>
    public virtual bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => false;

    /// <summary>The classes that a file or folder names, in the order of its numbers, with the colours and kinds that it holds; null where it names none.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="DatasetException">What it says of classes cannot be used.</exception>
    public virtual ClassSet? ReadClasses(string path) => null;

    /// <summary>Reads answers, one image at a time.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="classes">The class set that names of labels belong to.</param>
    /// <param name="sizes">The sizes of images that are known, by the name that the answers call them; null where one is not.</param>
    /// <exception cref="DatasetException">They cannot be used: names file, place and fault.</exception>
    public virtual IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes) =>
        throw new NotSupportedException($"Answers cannot be read from {Name}.");

    /// <summary>The format that a file or folder is read in: the one that is asked for, else the one that it is like.</summary>
    /// <exception cref="DatasetException">There is none, no format is like it, or a folder of files that name others holds a link out of it.</exception>
    internal static ExchangeFormat Of(string path, ExchangeFormat? asked = null)
    {
        ExchangeFormat format = asked ?? Found(path);
        if (format is TrainingFolderFormat && Directory.Exists(path))
        {
            RealPaths.RequireInside(path, kind: "folder");
        }

        return format;
    }

    private static ExchangeFormat Found(string path)
    {
        bool isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
        {
            throw new DatasetException($"{path}: no such file or folder. {Expected}");
        }

        byte[] start = [];
        if (!isFolder)
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            start = new byte[64];
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }

        int first = Math.Max(0, start.AsSpan().IndexOfAnyExcept("\uFEFF \t\r\n"u8));
        return All.FirstOrDefault(format => format.Recognises(path, isFolder, start.AsSpan(first))) ?? throw new DatasetException(
            $"{path}: {(start.Length == 0 ? "is empty" : $"begins with the bytes {Convert.ToHexString(start[..Math.Min(8, start.Length)])}")}. {Expected}");
    }

    /// <summary>Writes the regions.</summary>
    /// <param name="request">What is given out.</param>
    /// <param name="selection">The regions.</param>
    /// <param name="target">The file or folder.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    protected virtual void Write(ExportRequest request, RegionSelection selection, string target, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"Regions cannot be written as {Name}.");
}
