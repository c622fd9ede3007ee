using System.IO.Hashing;

namespace SeCo.PixelLabels;

/// <summary>Stage 1: from a model's answers to thresholded pixel pseudo-labels.</summary>
/// <remarks>Two passes over the images: the first counts confidences and sets the thresholds of the whole set (<c>thresholds.json</c>), the second writes
/// <c>labels/NAME.png</c>. Where the policy needs no statistics of the set, the first pass writes the labels too. The labels of the images always belong to
/// <c>thresholds.json</c>: where that is missing or changes, they are removed first; so a killed run may simply be started again. As shards: every shard once
/// (counts, <c>shards/I-of-N.statistics</c>), <see cref="Merge"/>, every shard again (labels).</remarks>
/// <param name="classes">The class set.</param>
/// <param name="options">How labels are made.</param>
/// <example>
/// <code>
/// PixelLabelSummary summary = await new PixelLabelling(set.Classes, new PixelLabelOptions()).RunAsync(set.Entries, "run/pixel-labels");
/// </code>
/// </example>
public sealed class PixelLabelling(ClassSet classes, PixelLabelOptions options)
{
    private const string Stage = "pseudo-label";
    private const string ThresholdName = "thresholds.json";

    private readonly AnswerReader _answers = new(classes, options.Source);

    /// <summary>The label file of an image.</summary>
    /// <param name="output">The stage's folder.</param>
    /// <param name="name">The image's name.</param>
    public static string LabelPath(string output, string name) => new StageFiles(output).Labels(name);

    /// <summary>Makes the labels of all images; with a shard, counts its images where there are no thresholds yet, else writes its labels.</summary>
    /// <param name="entries">All images of the set, also with a shard.</param>
    /// <param name="output">The stage's folder.</param>
    /// <param name="shard">One share of the images; null: all.</param>
    /// <param name="progress">Is told of every image.</param>
    /// <param name="cancellationToken">Ends the run between images.</param>
    /// <exception cref="ArgumentException">Options out of range, or no image.</exception>
    /// <exception cref="DatasetException">Images that cannot be processed; all together, before any label is written.</exception>
    public Task<PixelLabelSummary> RunAsync(
        IReadOnlyList<ImageEntry> entries, string output, Shard? shard = null, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        options.Validate();
        Check(entries);
        Call call = new(entries, output, shard ?? new Shard(1, 1), progress, cancellationToken);
        return Task.Run(() => shard is null ? RunWhole(call) : RunShard(call), cancellationToken);
    }

    /// <summary>Refuses images without any answer of the kind that the options make labels from.</summary>
    /// <exception cref="DatasetException">There is none, for any image.</exception>
    internal void Check(IReadOnlyList<ImageEntry> entries)
    {
        AnswerReader.RequireAny(entries, options.Source);
        GroupThresholds.Check(options.GroupBy, entries);
    }

    /// <summary>True where the folder holds thresholds of these images and options, so that shards write labels.</summary>
    public bool HasThresholds(IReadOnlyList<ImageEntry> entries, string output) =>
        ThresholdFile.Load(Path.Combine(output, ThresholdName), classes, options.GroupBy, Settings(entries)) is not null;

    /// <summary>Puts the counts of all shards together and writes the thresholds.</summary>
    /// <param name="entries">All images of the set.</param>
    /// <param name="output">The stage's folder.</param>
    /// <param name="shards">How many shards there are.</param>
    /// <returns>The thresholds; null where groups of images have their own.</returns>
    /// <exception cref="DatasetException">Shards that are missing, damaged or made with other settings; all together.</exception>
    public ClassThresholds? Merge(IReadOnlyList<ImageEntry> entries, string output, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        options.Validate();
        string settings = Settings(entries);
        LabelStatistics all = new(classes.Count, options.GroupBy);
        List<string> faults = [];
        for (int i = 1; i <= shards; i++)
        {
            try
            {
                all.Add(LabelStatistics.Load(StatisticsPath(output, new Shard(i, shards)), classes.Count, settings, options.GroupBy));
            }
            catch (Exception fault) when (fault is IOException or FormatException)
            {
                faults.Add(fault.Message);
            }
        }

        if (faults.Count == 0 && all.Images != entries.Count)
        {
            faults.Add($"the shards hold {all.Images} images, the dataset {entries.Count}.");
        }

        return faults.Count == 0
            ? Publish(entries, output, settings, all).Common
            : throw new DatasetException($"{output}: the {shards} shards cannot be merged.", faults);
    }

    private PixelLabelSummary RunWhole(Call call)
    {
        string output = call.Output, settings = Settings(call.Entries);
        if (options.NeedsStatistics || File.Exists(Path.Combine(output, ThresholdName)))
        {
            return Write(call, Publish(call.Entries, output, settings, Count(call)));
        }

        DeleteLabels(call.Entries, output);
        LabelTally tally = new(classes);
        ClassThresholds known = ClassThresholds.From(new ConfidenceHistogram(classes.Count), options);
        try
        {
            LabelStatistics statistics = Count(call, (entry, answer) => tally.Add(Save(output, entry, Threshold(answer, known))));
            Publish(call.Entries, output, settings, statistics, keepsLabels: true);
            return tally.Summary(known);
        }
        catch (DatasetException)
        {
            DeleteLabels(call.Entries, output); // of a set with faults no label is left
            throw;
        }
    }

    private PixelLabelSummary RunShard(Call call)
    {
        string settings = Settings(call.Entries);
        if (ThresholdFile.Load(Path.Combine(call.Output, ThresholdName), classes, options.GroupBy, settings) is { } thresholds)
        {
            return Write(call, thresholds);
        }

        Count(call).Save(StatisticsPath(call.Output, call.Shard), settings);
        return new LabelTally(classes).Summary(null);
    }

    private LabelStatistics Count(Call call, Action<ImageEntry, PixelAnswer>? then = null)
    {
        LabelStatistics statistics = new(classes.Count, options.GroupBy);
        ForEachImage(call, (index, images) =>
        {
            PixelAnswer answer = _answers.Read(call.Entries[index], []);
            string group = GroupThresholds.GroupOf(options.GroupBy, call.Entries[index]);
            lock (statistics)
            {
                statistics.Add(index, group, answer);
                call.Progress?.Report(new StageProgress(Stage, "confidences", statistics.Images, images));
            }

            then?.Invoke(call.Entries[index], answer);
        });
        return statistics;
    }

    private GroupThresholds Publish(
        IReadOnlyList<ImageEntry> entries, string output, string settings, LabelStatistics statistics, bool keepsLabels = false)
    {
        if (options.GroupBy == PixelLabelGroup.Appearance)
        {
            statistics.JoinLevels();
        }

        GroupThresholds thresholds = GroupThresholds.From(statistics, options);
        string path = Path.Combine(output, ThresholdName);
        byte[] content = ThresholdFile.Compose(classes, options, settings, statistics, thresholds);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            if (!keepsLabels)
            {
                DeleteLabels(entries, output);
            }

            AtomicFile.WriteAllBytes(path, content);
        }

        return thresholds;
    }

    private static void DeleteLabels(IReadOnlyList<ImageEntry> entries, string output)
    {
        foreach (ImageEntry entry in entries)
        {
            string path = LabelPath(output, entry.Name);
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
    }

    private PixelLabelSummary Write(Call call, GroupThresholds thresholds)
    {
        bool relative = options is { Source: PixelLabelSource.Probabilities, Policy: PixelLabelPolicy.ClassBalancedRatio };
        LabelTally tally = new(classes);
        ForEachImage(call, (index, images) =>
        {
            ImageEntry entry = call.Entries[index];
            string path = LabelPath(call.Output, entry.Name);
            ClassThresholds own = thresholds.Of(index, entry);
            tally.Add(File.Exists(path)
                ? LabelPng.Read(path) : Save(call.Output, entry, Threshold(_answers.Read(entry, relative ? [.. own.Levels] : []), own)));
            call.Progress?.Report(new StageProgress(Stage, "labels", tally.Images, images));
        });
        return tally.Summary(thresholds.Common);
    }

    /// <summary>Does a step for the place of each image of the share, and the number of these.</summary>
    private void ForEachImage(Call call, Action<int, int> step)
    {
        int[] own = [.. Enumerable.Range(0, call.Entries.Count).Where(i => call.Shard.Contains(i))];
        ImageBatch.Run(Stage, own.Length, options.Parallelism, i => step(own[i], own.Length), call.CancellationToken);
    }

    private LabelMap Save(string output, ImageEntry entry, LabelMap labels)
    {
        AtomicFile.Write(LabelPath(output, entry.Name), stream => LabelPng.Write(stream, labels, classes.Palette()));
        return labels;
    }

    /// <summary>Removes, in place, the labels of an answer that are below their thresholds.</summary>
    private LabelMap Threshold(PixelAnswer answer, ClassThresholds thresholds)
    {
        if (answer.Confidence is not null)
        {
            ClassThresholds own = options.Policy == PixelLabelPolicy.PerImage ? OfImage(answer) : thresholds;
            own.Apply(answer.Labels, answer.Confidence);
        }

        return answer.Labels;
    }

    private ClassThresholds OfImage(PixelAnswer answer)
    {
        ConfidenceHistogram histogram = new(classes.Count);
        histogram.Add(answer.Labels, answer.Confidence);
        return new ClassThresholds([.. Enumerable.Range(0, classes.Count).Select(c => histogram.LevelOf(c, options.Portion))]);
    }

    /// <summary>A fingerprint of all that decides the outputs but the answers themselves.</summary>
    private string Settings(IReadOnlyList<ImageEntry> entries)
    {
        XxHash128 hash = new();
        Add(string.Create(CultureInfo.InvariantCulture,
            $"{classes.Name} {classes.Count} {options.Source} {options.Policy} {options.Portion:R} {options.Threshold:R}"));
        if (options.GroupBy != PixelLabelGroup.None)
        {
            Add(OptionsWriter.NameOf(options.GroupBy));
        }

        foreach (SegmentationClass c in classes.Classes)
        {
            Add($"{c.Name} {c.Color}");
        }

        foreach (ImageEntry entry in entries)
        {
            Add(entry.Name);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());

        void Add(string text) => hash.Append(Encoding.UTF8.GetBytes(text + "\n"));
    }

    private static string StatisticsPath(string output, Shard shard) => Path.Combine(output, "shards", $"{shard.Index}-of-{shard.Count}.statistics");

    private sealed record Call(
        IReadOnlyList<ImageEntry> Entries, string Output, Shard Shard, IProgress<StageProgress>? Progress, CancellationToken CancellationToken);
}

/// <summary>Counts the labels that are written. Safe for several threads.</summary>
internal sealed class LabelTally(ClassSet classes)
{
    private readonly long[] _kept = new long[LabelMap.Ignore + 1];
    private int _images;
    private long _pixels;

    public int Images => _images;

    public void Add(LabelMap labels)
    {
        long[] counts = labels.Counts();
        lock (_kept)
        {
            TensorPrimitives.Add(_kept, counts, _kept);
            _pixels += labels.Pixels.Length;
            _images++;
        }
    }

    public PixelLabelSummary Summary(ClassThresholds? thresholds) =>
        new() { Images = _images, Pixels = _pixels, Kept = _kept[..classes.Count], Thresholds = thresholds };
}
