using System.Collections.Concurrent;
using SeCo.Aggregation.Segmenters;

namespace SeCo.Aggregation;

public sealed partial class PixelSemanticAggregation
{
    private readonly ClassSet _classes;
    private readonly AggregationOptions _options;
    private readonly Func<ISegmenter> _openSegmenter;

    /// <summary>Prepares the stage.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="options">The settings.</param>
    /// <param name="openSegmenter">Opens a segmenter; called as often as images are worked on at the same time. The stage disposes them.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PixelSemanticAggregation(ClassSet classes, AggregationOptions options, Func<ISegmenter> openSegmenter)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(openSegmenter);
        options.Validate();
        (_classes, _options, _openSegmenter) = (classes, options, openSegmenter);
    }

    /// <summary>After its masks, each image with labels is asked for its features too, so that a segmenter that keeps its answers has them at hand later.
    /// Default: false.</summary>
    public bool KeepsFeatures { get; init; }

    /// <summary>The file of an image's aggregated labels below an output folder: a palette PNG in the colours of the class set.</summary>
    public static string LabelPath(string output, string name) => new StageFiles(output).Labels(name);

    /// <summary>The file of an image's regions below an output folder: see <see cref="RegionFile"/>; ids count from 0 in painting order.</summary>
    public static string RegionPath(string output, string name) => new StageFiles(output).Regions(name);

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
        IReadOnlyList<ImageEntry> entries, string output, Shard? shard = null, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentException.ThrowIfNullOrEmpty(output);
        RequireUsableNames(entries, output);
        IReadOnlyList<ImageEntry> own = shard?.Of(entries) ?? entries;
        Tally tally = new(_classes);
        ConcurrentBag<ISegmenter> idle = [];
        int done = 0;
        try
        {
            await Task.Run(() => ImageBatch.Run("aggregate", own.Count, _options.Parallelism, Work, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            foreach (ISegmenter segmenter in idle)
            {
                segmenter.Dispose();
            }
        }

        return tally.ToSummary();

        void Work(int i)
        {
            try
            {
                string labels = LabelPath(output, own[i].Name), regions = RegionPath(output, own[i].Name);
                AggregationResult result = ReadFinished(labels, regions) ?? Make(own[i], labels, regions);
                tally.Add(result);
            }
            finally
            {
                progress?.Report(new StageProgress("aggregate", "images", Interlocked.Increment(ref done), own.Count));
            }
        }

        AggregationResult Make(ImageEntry entry, string labelPath, string regionPath)
        {
            (RgbImage image, LabelMap labels) = ReadInput(entry);
            ISegmenter segmenter = idle.TryTake(out ISegmenter? free) ? free : _openSegmenter();
            try
            {
                using ISegmentedImage segmented = segmenter.Open(image, entry.Name, cancellationToken);
                AggregationResult result = Aggregate(segmented, labels, _classes, _options, cancellationToken);
                if (KeepsFeatures && result.Labels.Pixels.ContainsAnyExcept(LabelMap.Ignore))
                {
                    _ = segmented.Features(cancellationToken);
                }

                RegionFile.Write(regionPath, result.Regions);
                AtomicFile.Write(labelPath, stream => LabelPng.Write(stream, result.Labels, _classes.Palette())); // last: it stands for a finished image
                return result;
            }
            finally
            {
                idle.Add(segmenter);
            }
        }
    }

    private AggregationResult? ReadFinished(string labelPath, string regionPath)
    {
        if (!File.Exists(labelPath) || !File.Exists(regionPath))
        {
            return null;
        }

        try
        {
            LabelMap labels = LabelPng.Read(labelPath);
            return new AggregationResult(labels, [.. RegionFile.Read(regionPath, _classes, (labels.Width, labels.Height))]);
        }
        catch (IOException e)
        {
            throw new DatasetException($"{e.Message} It was finished by an earlier run: delete {labelPath} and {regionPath} to have them made again.", e);
        }
    }

    private (RgbImage Image, LabelMap Labels) ReadInput(ImageEntry entry)
    {
        string labelPath = entry.PixelLabelPath ?? throw new DatasetException($"{entry.ImagePath}: no pixel labels are given for image '{entry.Name}'.");
        RgbImage image = RgbImageFile.Read(entry.ImagePath);
        LabelMap labels = _classes.Read(labelPath);
        if (!image.HasSizeOf(labels))
        {
            throw new DatasetException(
                $"{labelPath}: {labels.Width} x {labels.Height} pixels, but its image {entry.ImagePath} has {image.Width} x {image.Height}.");
        }

        return (image, labels);
    }

    private static void RequireUsableNames(IReadOnlyList<ImageEntry> entries, string output)
    {
        Dictionary<string, ImageEntry> seen = new(StringComparer.Ordinal);
        List<string> faults = [];
        foreach (ImageEntry entry in entries)
        {
            if (!ImageName.StaysInside(entry.Name))
            {
                faults.Add($"Image name '{entry.Name}' leads out of the output folder {output}. Rename the image, or list it below its own folder.");
            }
            else if (Path.GetFullPath(LabelPath(output, entry.Name)) is var path && !seen.TryAdd(path, entry))
            {
                faults.Add($"{entry.ImagePath}: the outputs of image '{entry.Name}' would be those of {seen[path].ImagePath}.");
            }
        }

        DatasetException.ThrowIfAny("The names of images do not fit the output folder.", faults);
    }

    /// <summary>Sums up the results of many images; whole numbers only, so that the order of images does not matter.</summary>
    private sealed class Tally(ClassSet classes)
    {
        private readonly long[] _aligned = new long[classes.Count];
        private readonly long[] _prompted = new long[classes.Count];
        private readonly long[] _classPixels = new long[classes.Count];
        private int _images;
        private long _pixels;
        private long _labelled;

        public void Add(AggregationResult result)
        {
            lock (_aligned)
            {
                _images++;
                _pixels += result.Labels.Pixels.Length;
                _labelled += result.Labels.Pixels.Length - MemoryExtensions.Count(result.Labels.Pixels, LabelMap.Ignore);
                foreach (ConnectedRegion region in result.Regions)
                {
                    (region.Origin?.Kind == RegionOriginKind.ThingPrompt ? _prompted : _aligned)[region.CategoryId]++;
                    _classPixels[region.CategoryId] += region.Area;
                }
            }
        }

        public AggregationSummary ToSummary() => new(_images, _pixels, _labelled,
            [.. classes.Classes.Select(c => new ClassAggregation(c.Id, c.Name, _aligned[c.Id], _prompted[c.Id], _classPixels[c.Id]))]);
    }
}
