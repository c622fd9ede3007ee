using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.MaskFiles;

/// <summary>A segmenter that segments nothing itself: it reads the masks that something else made of the same images (<see cref="MaskRecordFile"/>).</summary>
/// <remarks>
/// <para>All masks of an image are those of its file, in the file's order; their scores are the predicted IoUs.</para>
/// <para>A prompt is answered by one of the masks whose own box has an IoU of at least <see cref="MaskFileOptions.MinimumBoxIou"/> with the prompt's box: by
/// the one that holds most of the prompt's points, among equals the one with the highest IoU of boxes, then the first. A prompt without a box is answered by
/// the mask with the highest score among those that hold all its points. Where there is no such mask, the answer is an empty one with the score 0.</para>
/// </remarks>
public sealed class MaskFileSegmenter : ISegmenter
{
    private const int Version = 1;
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly MaskFileOptions _options;
    private readonly NamedFiles _names = new();
    private readonly Lazy<ILookup<string, string>> _files;

    /// <summary>Opens a folder of mask files.</summary>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    /// <exception cref="DatasetException">There is no such folder.</exception>
    public MaskFileSegmenter(MaskFileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _files = new Lazy<ILookup<string, string>>(
            () =>
                Directory.EnumerateFiles(Path.GetFullPath(options.Folder), "*.json", Below)
                    .ToLookup(path => NormalForm.Of(Path.GetFileName(path)), StringComparer.Ordinal));
        if (!Directory.Exists(options.Folder))
        {
            throw new DatasetException(
                $"aggregation.mask_files.folder: there is no folder '{options.Folder}'. Give the folder that holds NAME.json for each image, as `seco sam "
                    + "generate` writes it.");
        }
    }

    /// <summary>The way of answering. What the files hold is not in it: who keeps answers must look at <see cref="Find"/> and hash the files too.</summary>
    public string Fingerprint => FormattableString.Invariant($"mask-files/{Version} box_iou={_options.MinimumBoxIou}");

    /// <summary>The mask file of an image: <c>NAME.json</c> in the folder, else in the one folder below it that has such a file,
    /// else under the last part of the name alone.</summary>
    /// <param name="name">The image's name, with <c>/</c> between folders.</param>
    /// <exception cref="DatasetException">There is no file, or several folders have one: names those that were looked for, or found.</exception>
    public string Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string folder = Path.GetFullPath(_options.Folder);
        string[] tried = [.. new[] { name, name[(name.LastIndexOf('/') + 1)..] }.Distinct().Select(n => _names.FileOf(Path.Combine(folder, n + ".json")))];
        string[] present = [.. ImageName.StaysInside(name) ? tried.Where(File.Exists) : []];
        if (present.Length > 0 && present[0] == tried[0])
        {
            return present[0];
        }

        // Names in a COCO file may begin with folders that the run's images do not have in their names.
        string ending = NormalForm.Of(Path.DirectorySeparatorChar + name.Replace('/', Path.DirectorySeparatorChar) + ".json");
        string[] below = [.. _files.Value[Path.GetFileName(ending)]
            .Where(path => NormalForm.Of(path).EndsWith(ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(2)];
        return below.Length > 1 ? throw new DatasetException(
            $"Image '{name}' may have the mask file {below[0]} or {below[1]}. Name the folder of one of them as aggregation.mask_files.folder.")
            : below.FirstOrDefault() ?? present.FirstOrDefault()
            ?? throw new DatasetException(
                $"Image '{name}' has no mask file: looked for {string.Join(" and ", tried)}. "
                + "Make it with `seco sam generate`, or with `seco labels masks` from a COCO file.");
    }

    /// <inheritdoc/>
    /// <exception cref="DatasetException">The image has no mask file, or it is malformed or another image's.</exception>
    public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        cancellationToken.ThrowIfCancellationRequested();
        return new StoredMasks([.. MaskRecordFile.Read(Find(name), (image.Width, image.Height))], image.Width, image.Height, _options.MinimumBoxIou);
    }

    /// <summary>Releases nothing: the segmenter holds no memory of its own.</summary>
    public void Dispose()
    {
    }
}
