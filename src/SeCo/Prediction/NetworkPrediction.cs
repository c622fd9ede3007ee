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
        IReadOnlyList<ImageEntry> images, string output, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
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

        return Task.Run(() => Run(images, output, progress, cancellationToken), cancellationToken);
    }

    private PredictionSummary Run(IReadOnlyList<ImageEntry> images, string output, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        PredictionFiles files = new(output, mapping.To, _options.Probabilities);
        FinishedImages.RequireOwn(output, FinishedFile, "the predictions", images.SelectMany(i => files.Of(i.Name)));
        Directory.CreateDirectory(output);
        using FinishedImages finished = new(Path.Combine(output, FinishedFile), Settings(trained.Fingerprint, _options, mapping));
        OutputFolder.RemoveLeftovers(output);
        ImagePredictor predictor = new(trained.Network, trained.Device, mapping, _options);
        List<string> faults = [];
        int kept = 0;
        using BackgroundLoader<Source> sources = new(
            (i, _) => Read(images[(int)i], finished, files), 0, images.Count, workers: 1, ahead: 1, cancellationToken);
        for (int i = 0; i < images.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Source source = sources.Next();
                if (source.Image is null)
                {
                    kept++;
                }
                else
                {
                    using TensorScope scope = TensorScope.Open();
                    Tensor answer = predictor.Predict(source.Image, cancellationToken);
                    finished.Forget(images[i].Name);
                    files.Write(images[i].Name, answer);
                    finished.Add(images[i].Name, source.Hash, 1, files.Of(images[i].Name));
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
            ? new PredictionSummary(images.Count, kept) { Damage = finished.Damage }
            : throw new DatasetException($"{faults.Count} of {images.Count} images have no prediction; those of the others are written.", faults);
    }

    /// <summary>Reads an image that is not finished.</summary>
    private static Source Read(ImageEntry entry, FinishedImages finished, PredictionFiles files)
    {
        string hash = Fingerprint.OfFile(entry.ImagePath);
        bool isFinished = finished.Find(entry.Name, hash, files.Of(entry.Name)) is not null;
        return new Source(hash, isFinished ? null : RgbImageFile.Read(entry.ImagePath));
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
        IEnumerable<string> files = FinishedImages.NamesIn(list).Where(ImageName.StaysInside).SelectMany(name => PredictionFiles.All(output, name));
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

    /// <summary>An image that was read ahead; no pixels where it is finished.</summary>
    private sealed record Source(string Hash, RgbImage? Image);
}
