namespace SeCo.Prediction;

/// <summary>What a network answers on images: labels and confidences as files, from which pixel pseudo-labels are made and which can be evaluated.</summary>
/// <remarks>One image at a time is in memory, and the next is read meanwhile. <c>finished.tsv</c> in the folder has a line for each finished image: an image
/// is kept where settings, weights and content are those of its latest line and its files are there. A killed run may simply be started again.</remarks>
/// <param name="trained">The network.</param>
/// <param name="mapping">From its classes to the wanted ones.</param>
/// <param name="options">How it looks at images; null: as its authors.</param>
/// <example>
/// <code>
/// using TrainedNetwork network = TrainedNetwork.Load("espnet", "espnet_p_2_q_8.pth");
/// ClassMapping mapping = ClassMapping.Between(network.Classes, ClassSet.Named("camvid11"), network.Network.Classes);
/// await new NetworkPrediction(network, mapping).RunAsync(ImageEntry.Find("images"), "predictions");
/// </code>
/// </example>
public sealed class NetworkPrediction(TrainedNetwork trained, ClassMapping mapping, PredictionOptions? options = null)
{
    /// <summary>The file that tells what is finished.</summary>
    public const string FinishedFile = "finished.tsv";

    /// <summary>The folder of label PNGs, below the output.</summary>
    public const string LabelFolder = "labels";

    /// <summary>The folder of confidences, below the output.</summary>
    public const string ConfidenceFolder = "confidence";

    /// <summary>The folder of probabilities, below the output.</summary>
    public const string ProbabilityFolder = "probabilities";

    private const string Stage = "predict";
    private const int UsualTile = 512, LeastGrowth = 256; // no file becomes more bytes of pixels for each of its own

    private readonly PredictionOptions _options = options ?? new PredictionOptions();

    /// <summary>Answers all images that are not finished.</summary>
    /// <param name="images">The images; outputs are named like them.</param>
    /// <param name="output">The folder; created as needed.</param>
    /// <param name="progress">Told after each image.</param>
    /// <param name="cancellationToken">Stops the work; finished images stay.</param>
    /// <exception cref="ArgumentException">Options out of range, no image, or a mapping of another network.</exception>
    /// <exception cref="DatasetException">Outputs would replace files of something else; or images that cannot be read, told after the others are
    /// written.</exception>
    public Task<PredictionSummary> RunAsync(
        IReadOnlyList<ImageEntry> images, string output, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunShardAsync(images, output, null, progress, cancellationToken);

    /// <summary>As <see cref="RunAsync"/>, of one share of the images; other processes may do others, or the same, in the folder. After all,
    /// <see cref="Merge"/>.</summary>
    /// <param name="images">All images.</param>
    /// <param name="output">The folder; created as needed.</param>
    /// <param name="shard">The share; null: all.</param>
    /// <param name="progress">Told after each image.</param>
    /// <param name="cancellationToken">Stops the work; finished images stay.</param>
    /// <exception cref="ArgumentException">As there.</exception>
    /// <exception cref="DatasetException">As there.</exception>
    public Task<PredictionSummary> RunShardAsync(
        IReadOnlyList<ImageEntry> images, string output, Shard? shard, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentOutOfRangeException.ThrowIfZero(images.Count, nameof(images));
        _options.Validate();
        if (mapping.Targets.Count != trained.Network.Classes)
        {
            throw new ArgumentException(
                $"The class mapping is for {mapping.Targets.Count} outputs, but {trained.Name} has {trained.Network.Classes}.", nameof(images));
        }

        if (trained.Network.FixedSize is { } size && _options.Window is int window && new Size2d(window, window) != size)
        {
            throw new ArgumentException($"The network takes images of {size.Width}x{size.Height} alone, so a window of {window} cannot be (--window, "
                + "prediction.window); leave it out.", nameof(images));
        }

        return Task.Run(() => Run(shard?.Of(images) ?? images, output, shard is not null, progress, cancellationToken), cancellationToken);
    }

    /// <summary>After all shares: makes one list of finished images, as one process would have written it. The network is not asked.</summary>
    /// <param name="images">All images.</param>
    /// <param name="output">The folder.</param>
    /// <exception cref="DatasetException">Images are not answered yet.</exception>
    public void Merge(IReadOnlyList<ImageEntry> images, string output)
    {
        ArgumentNullException.ThrowIfNull(images);
        FinishedImages.Join(output, FinishedFile, Settings(trained.Fingerprint, _options, mapping), [.. images.Select(i => (i.Name, FilesOf(i)))]);

        IEnumerable<string> FilesOf(ImageEntry image) => IsReadByParts(image) ? [PredictionFiles.Tiff(output, image.Name)]
            : new PredictionFiles(output, mapping.To, _options.Probabilities).Of(image.Name);
    }

    private PredictionSummary Run(
        IReadOnlyList<ImageEntry> images, string output, bool isShard, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        PredictionFiles files = new(output, mapping.To, _options.Probabilities);
        HashSet<string> byParts = [.. images.Where(IsReadByParts).Select(i => i.Name)];
        string[] FilesOf(string name) => byParts.Contains(name) ? [PredictionFiles.Tiff(output, name)] : files.Of(name);
        string[] OtherForm(string name) => byParts.Contains(name) ? PredictionFiles.All(output, name) : [PredictionFiles.Tiff(output, name)];
        FinishedImages.RequireOwn(output, FinishedFile, "the predictions", images.SelectMany(i => FilesOf(i.Name).Concat(OtherForm(i.Name))));
        Directory.CreateDirectory(output);
        using FinishedImages finished = FinishedImages.Of(output, FinishedFile, Settings(trained.Fingerprint, _options, mapping), isShard);
        if (!isShard)
        {
            OutputFolder.RemoveLeftovers(output); // of shards some may be at work
        }

        ImagePredictor predictor = new(trained.Network, trained.Device, mapping, _options);
        List<string> faults = [];
        int kept = 0;
        using BackgroundLoader<Source> sources = new(
            (i, _) => Read(images[(int)i], finished, FilesOf(images[(int)i].Name), byParts.Contains(images[(int)i].Name)),
            0, images.Count, workers: 1, ahead: 1, cancellationToken);
        for (int i = 0; i < images.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Source source = sources.Next();
                if (source.IsFinished)
                {
                    kept++;
                }
                else
                {
                    using TensorScope scope = TensorScope.Open();
                    Tensor? answer = source.Image is null ? null : predictor.Predict(source.Image, cancellationToken);
                    finished.Forget(images[i].Name);
                    // An earlier answer in the other form would be taken for this one.
                    OtherForm(images[i].Name).Where(File.Exists).ToList().ForEach(File.Delete);
                    if (answer is null)
                    {
                        WriteByParts(images[i], files, FilesOf(images[i].Name)[0], progress, cancellationToken);
                    }
                    else
                    {
                        files.Write(images[i].Name, answer);
                    }

                    finished.Add(images[i].Name, source.Hash, 1, FilesOf(images[i].Name));
                }
            }
            catch (InvalidOperationException fault) when (fault is not ObjectDisposedException)
            {
                faults.Add($"{images[i].ImagePath}: {fault.Message}");
            }
            catch (Exception fault) when (fault is ImageFormatException or FileNotFoundException or UnauthorizedAccessException)
            {
                faults.Add(fault.Message);
            }

            progress?.Report(new StageProgress(Stage, "images", i + 1, images.Count));
        }

        return faults.Count == 0
            ? new PredictionSummary(images.Count, kept) { Damage = finished.Damage, ByParts = byParts.Count }
            : throw new DatasetException($"{faults.Count} of {images.Count} images have no prediction; those of the others are written.", faults);
    }

    /// <summary>Reads an image that is not finished, unless it is read by parts.</summary>
    private Source Read(ImageEntry entry, FinishedImages finished, string[] files, bool isByParts)
    {
        string hash = Fingerprint.OfFile(entry.ImagePath) + (isByParts ? $".{Tile}" : string.Empty);
        bool isFinished = finished.Find(entry.Name, hash, files) is not null;
        return new Source(hash, isFinished, isFinished || isByParts ? null : RgbImageFile.Read(entry.ImagePath));
    }

    private int Tile => _options.Tile > 0 ? _options.Tile : UsualTile;

    // Whether tiles are asked for, or the image is too large for memory. Small files are not opened for that; what cannot be read says so later.
    private bool IsReadByParts(ImageEntry entry)
    {
        if (_options.Tile > 0)
        {
            return true;
        }

        ImageHeader? header = null;
        _ = new FileInfo(entry.ImagePath) is { Exists: true } file && file.Length * LeastGrowth > RgbImageFile.MaxPixels
            ? Unreadable.FaultOf(() => header = RgbImageFile.ReadHeader(entry.ImagePath, RgbImageRows.MaxPixels)) : null;
        return header is not null && (long)header.Width * header.Height > RgbImageFile.MaxPixels;
    }

    // Tiles are seen in their own size: what a network does with a whole picture's size is no rule for its parts.
    private void WriteByParts(
        ImageEntry entry, PredictionFiles files, string target, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        PredictionOptions own = _options with { InputWidth = _options.InputWidth ?? 0, InputHeight = _options.InputHeight ?? 0 };
        ImagePredictor predictor = new(trained.Network, trained.Device, mapping, own);
        TiledPrediction tiles = new(
            tile =>
            {
                using TensorScope scope = TensorScope.Open();
                return files.Labels(predictor.Predict(tile, cancellationToken));
            },
            Tile);
        tiles.Write(
            entry.ImagePath, target, mapping.To.Palette(), (rows, all) => progress?.Report(new StageProgress(Stage, $"rows of {entry.Name}", rows, all)),
            cancellationToken);
    }

    /// <summary>Hash of all that decides an answer, but for the image.</summary>
    internal static string Settings(string network, PredictionOptions options, ClassMapping mapping)
    {
        Fingerprint settings = new Fingerprint()
            .Add(network).Add(OptionsWriter.ToYaml(options)).Add(mapping.To.Name).Add(string.Join(' ', mapping.Targets));
        foreach (SegmentationClass c in mapping.To.Classes)
        {
            settings.Add($"{c.Name} {c.Color}");
        }

        return settings.ToString();
    }

    /// <summary>Removes the files of an earlier prediction, and no others.</summary>
    internal static void Remove(string output)
    {
        string list = Path.Combine(output, FinishedFile);
        if (!File.Exists(list))
        {
            return;
        }

        RealPaths real = new();
        IEnumerable<string> files = FinishedImages.NamesIn(list).Where(ImageName.StaysInside).SelectMany(
            name => PredictionFiles.All(output, name).Append(PredictionFiles.Tiff(output, name)));
        foreach (string path in files.Where(path => File.Exists(path) && real.IsInside(path, output)))
        {
            File.Delete(path);
        }

        File.Delete(list);
        StageFolder.RemoveEmptyFolders(output);
        if (!Directory.EnumerateFileSystemEntries(output).Any())
        {
            Directory.Delete(output);
        }
    }

    /// <summary>An image that was read ahead; no pixels where it is finished, or read by parts.</summary>
    private sealed record Source(string Hash, bool IsFinished, RgbImage? Image);
}
