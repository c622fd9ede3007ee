using SeCo.Aggregation.Segmenters;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Aggregation;

public sealed partial class PixelSemanticAggregation
{
    private readonly ClassSet _classes;
    private readonly AggregationOptions _options;
    private readonly Func<ISegmenter> _openSegmenter;

    /// <summary>Prepares the stage.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="options">The settings.</param>
    /// <param name="openSegmenter">Opens a segmenter; called once for each worker, which owns and disposes it.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PixelSemanticAggregation(ClassSet classes, AggregationOptions options, Func<ISegmenter> openSegmenter)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(openSegmenter);
        options.Validate();
        _classes = classes;
        _options = options;
        _openSegmenter = openSegmenter;
    }

    /// <summary>The file of an image's aggregated labels below an output folder: a palette PNG in the colours of the class set.</summary>
    public static string LabelPath(string output, string name) => OutputPath(output, "labels", name, ".png");

    /// <summary>The file of an image's regions below an output folder: see <see cref="RegionFile"/>; ids count from 0 in painting order.</summary>
    public static string RegionPath(string output, string name) => OutputPath(output, "regions", name, ".json");

    /// <summary>Aggregates many images and writes <c>labels/NAME.png</c> and <c>regions/NAME.json</c> for each.</summary>
    /// <param name="entries">The images; each needs its <see cref="ImageEntry.PixelLabelPath"/>.</param>
    /// <param name="output">
    /// The output folder. An image with both files there is not worked on again: the folder must belong to the same input and settings.
    /// </param>
    /// <param name="shard">The share of the images to work on; null for all.</param>
    /// <param name="progress">Told after each image.</param>
    /// <param name="cancellationToken">Stops the work; finished images stay.</param>
    /// <returns>What became of the images of the share.</returns>
    /// <exception cref="DatasetException">Images that cannot be processed, all together, after the others are written.</exception>
    public async Task<AggregationSummary> RunAsync(
        IReadOnlyList<ImageEntry> entries, string output, Shard? shard =
            null, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentException.ThrowIfNullOrEmpty(output);
        RequireUsableNames(entries, output);
        IReadOnlyList<ImageEntry> own = shard?.Of(entries) ?? entries;
        AggregationTally tally = new(_classes);
        SortedDictionary<int, string> faults = [];
        int next = -1, done = 0;
        bool failed = false;

        Task[] workers = [.. Enumerable.Range(0, Math.Min(_options.Parallelism, Math.Max(1, own.Count))).Select(_ => Task.Run(Work, CancellationToken.None))];
        await Task.WhenAll(workers).ConfigureAwait(false);
        if (faults.Count > 0)
        {
            throw new DatasetException($"{faults.Count} of {own.Count} images could not be aggregated; the others are written.", [.. faults.Values]);
        }

        return tally.ToSummary();

        void Work()
        {
            Lazy<ISegmenter> segmenter = new(_openSegmenter);
            try
            {
                for (int i = Interlocked.Increment(ref next); i < own.Count && !Volatile.Read(ref failed); i = Interlocked.Increment(ref next))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    string? fault = null;
                    try
                    {
                        Process(own[i], output, segmenter, tally, cancellationToken);
                    }
                    catch (FaultyImageException e)
                    {
                        fault = e.Message;
                    }

                    lock (faults)
                    {
                        if (fault is not null)
                        {
                            faults.Add(i, fault);
                        }

                        progress?.Report(new StageProgress("aggregate", "images", ++done, own.Count));
                    }
                }
            }
            catch
            {
                // The other workers need not finish what will be thrown away.
                Volatile.Write(ref failed, true);
                throw;
            }
            finally
            {
                if (segmenter.IsValueCreated)
                {
                    segmenter.Value.Dispose();
                }
            }
        }
    }

    private void Process(ImageEntry entry, string output, Lazy<ISegmenter> segmenter, AggregationTally tally, CancellationToken cancellationToken)
    {
        string labelPath = LabelPath(output, entry.Name), regionPath = RegionPath(output, entry.Name);
        if (File.Exists(labelPath) && File.Exists(regionPath))
        {
            (LabelMap finished, List<ConnectedRegion> regions) = ReadFinished(labelPath, regionPath);
            tally.Add(finished, regions);
            return;
        }

        (RgbImage image, LabelMap labels) = ReadInput(entry);
        AggregationResult result = Aggregate(segmenter.Value, entry.Name, image, labels, cancellationToken);
        RegionFile.Write(regionPath, result.Regions);
        AtomicFile.Write(labelPath, stream => LabelPng.Write(stream, result.Labels, _classes.Palette())); // last: it stands for a finished image
        tally.Add(result.Labels, result.Regions);
    }

    private AggregationResult Aggregate(ISegmenter segmenter, string name, RgbImage image, LabelMap labels, CancellationToken cancellationToken)
    {
        try
        {
            using ISegmentedImage segmented = segmenter.Open(image, name, cancellationToken);
            return Aggregate(segmented, labels, _classes, _options, cancellationToken);
        }
        catch (DatasetException e)
        {
            throw new FaultyImageException(e.Message);
        }
    }

    private (LabelMap Labels, List<ConnectedRegion> Regions) ReadFinished(string labelPath, string regionPath)
    {
        try
        {
            LabelMap labels = LabelPng.Read(labelPath);
            return (labels, [.. RegionFile.Read(regionPath, _classes, (labels.Width, labels.Height))]);
        }
        catch (IOException e)
        {
            throw new FaultyImageException($"{e.Message} It was finished by an earlier run: delete {labelPath} and {regionPath} to have them made again.");
        }
    }

    private (RgbImage Image, LabelMap Labels) ReadInput(ImageEntry entry)
    {
        string labelPath = entry.PixelLabelPath ?? throw new FaultyImageException($"{entry.ImagePath}: no pixel labels are given for image '{entry.Name}'.");
        try
        {
            RgbImage image = RgbImageFile.Read(entry.ImagePath);
            LabelMap labels = LabelPng.Read(labelPath);
            if (!image.HasSizeOf(labels))
            {
                throw new FaultyImageException(
                    $"{labelPath}: {labels.Width} x {labels.Height} pixels, but its image {entry.ImagePath} has {image.Width} x {image.Height}.");
            }

            return FindUnknownLabel(labels, _classes) is string fault ? throw new FaultyImageException($"{labelPath}: {fault}") : (image, labels);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultyImageException(e.Message);
        }
    }

    private static string OutputPath(string output, string kind, string name, string ending)
    {
        string folder = Path.GetFullPath(Path.Combine(output, kind));
        string path = Path.GetFullPath(Path.Combine(folder, name + ending));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new DatasetException($"Image name '{name}' leads out of the output folder {folder}. Rename the image, or list it below its own folder.");
    }

    private static void RequireUsableNames(IReadOnlyList<ImageEntry> entries, string output)
    {
        Dictionary<string, ImageEntry> seen = new(StringComparer.Ordinal);
        List<string> faults = [];
        foreach (ImageEntry entry in entries)
        {
            try
            {
                string path = LabelPath(output, entry.Name);
                if (!seen.TryAdd(path, entry))
                {
                    faults.Add($"{entry.ImagePath}: the outputs of image '{entry.Name}' would be those of {seen[path].ImagePath}.");
                }
            }
            catch (DatasetException e)
            {
                faults.Add(e.Message);
            }
        }

        if (faults.Count > 0)
        {
            throw new DatasetException("The names of images do not fit the output folder.", faults);
        }
    }

    /// <summary>One image cannot be processed; the others can.</summary>
    private sealed class FaultyImageException(string message) : Exception(message);
}
