namespace SeCo.SegmentAnything;

/// <summary>Makes the masks of many images and writes them below a folder, an image at a time; finished images are kept when it is started again.</summary>
/// <remarks>
/// <c>finished.tsv</c> in the folder has a line for each finished image: hash of the settings, hash of the image, number of masks with the hash of what was
/// written, name. An image is kept where its latest line fits and its output is as it was written.
/// </remarks>
/// <param name="format">How masks are written.</param>
/// <param name="settings">Names everything that changes a mask.</param>
/// <param name="generate">Makes the masks of an image; an <see cref="ArgumentException"/> says that there can be none, as for one that is too thin.</param>
public sealed class MaskExport(MaskExportFormat format, string settings, Func<RgbImage, CancellationToken, IReadOnlyList<MaskRecord>> generate)
{
    /// <summary>The file that tells what is finished.</summary>
    public const string FinishedFile = "finished.tsv";

    /// <summary>Makes and writes the masks of all images that are not finished.</summary>
    /// <param name="images">The images; outputs are named like them.</param>
    /// <param name="output">The folder; created as needed.</param>
    /// <param name="progress">Told after each image.</param>
    /// <param name="cancellationToken">Stops the work; finished images stay.</param>
    /// <exception cref="DatasetException">Outputs would replace files of something else;
    /// or images that cannot be read, all together, after the others are written.</exception>
    public MaskExportSummary Run(
        IReadOnlyList<ImageEntry> images, string output, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunShard(images, output, null, progress, cancellationToken);

    /// <summary>As <see cref="Run"/>, of one share of the images; other processes may do others, or the same, in the folder. After all,
    /// <see cref="Merge"/>.</summary>
    /// <param name="all">All images.</param>
    /// <param name="output">The folder; created as needed.</param>
    /// <param name="shard">The share; null: all.</param>
    /// <param name="progress">Told after each image.</param>
    /// <param name="cancellationToken">Stops the work; finished images stay.</param>
    /// <exception cref="DatasetException">As there.</exception>
    public MaskExportSummary RunShard(
        IReadOnlyList<ImageEntry> all, string output, Shard? shard, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentException.ThrowIfNullOrEmpty(output);
        IReadOnlyList<ImageEntry> images = shard?.Of(all) ?? all;
        FinishedImages.RequireOwn(output, FinishedFile, "the masks", images.Select(i => PathOf(output, i.Name)));
        Directory.CreateDirectory(output);
        using FinishedImages finished = FinishedImages.Of(output, FinishedFile, Settings, shard is not null);
        if (shard is null)
        {
            OutputFolder.RemoveLeftovers(output); // of shards some may be at work
        }

        List<string> faults = [];
        int done = 0, kept = 0;
        long masks = 0;
        foreach (ImageEntry entry in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                string hash = Fingerprint.OfFile(entry.ImagePath);
                if (finished.Find(entry.Name, hash, FilesOf(output, entry.Name)) is { } count)
                {
                    kept++;
                    masks += count;
                }
                else
                {
                    finished.Forget(entry.Name);
                    int made = Make(entry, output, cancellationToken);
                    finished.Add(entry.Name, hash, made, FilesOf(output, entry.Name));
                    masks += made;
                }
            }
            catch (Exception fault) when (fault is ImageFormatException or FileNotFoundException or UnauthorizedAccessException or DatasetException)
            {
                faults.Add(fault.Message);
            }

            progress?.Report(new StageProgress("sam", "images", ++done, images.Count));
        }

        return faults.Count == 0
            ? new MaskExportSummary(images.Count, kept, masks) { Damage = finished.Damage }
            : throw new DatasetException($"{faults.Count} of {images.Count} images have no masks; those of the others are written.", faults);
    }

    /// <summary>After all shares: makes one list of finished images, as one process would have written it.</summary>
    /// <param name="images">All images.</param>
    /// <param name="output">The folder.</param>
    /// <exception cref="DatasetException">Images have no masks yet.</exception>
    public void Merge(IReadOnlyList<ImageEntry> images, string output)
    {
        ArgumentNullException.ThrowIfNull(images);
        FinishedImages.Join(output, FinishedFile, Settings, [.. images.Select(i => (i.Name, (IEnumerable<string>)[PathOf(output, i.Name)]))]);
    }

    private string Settings => new Fingerprint().Add(format.ToString()).Add(settings).ToString();

    private int Make(ImageEntry entry, string output, CancellationToken cancellationToken)
    {
        RgbImage image = RgbImageFile.Read(entry.ImagePath);
        IReadOnlyList<MaskRecord> records = Generate(image, entry, cancellationToken);
        string path = PathOf(output, entry.Name);
        switch (format)
        {
            case MaskExportFormat.Json:
                MaskRecordFile.Write(path, records);
                break;
            case MaskExportFormat.Sa1b:
                MaskRecordFile.WriteSa1b(path, new MaskFileImage(0, image.Width, image.Height, Path.GetFileName(entry.ImagePath)), records);
                break;
            default:
                MaskPng.WriteFolder(path, records);
                break;
        }

        return records.Count;
    }

    private IReadOnlyList<MaskRecord> Generate(RgbImage image, ImageEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return generate(image, cancellationToken);
        }
        catch (ArgumentException fault)
        {
            throw new DatasetException($"{entry.ImagePath}: {fault.Message}", fault);
        }
    }

    private string[] FilesOf(string output, string name)
    {
        string path = PathOf(output, name);
        return format != MaskExportFormat.Png ? [path]
            : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)] : [];
    }

    private string PathOf(string output, string name) => Path.Combine(output, format == MaskExportFormat.Png ? name : name + ".json");
}
