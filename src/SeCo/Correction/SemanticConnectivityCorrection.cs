using Microsoft.Extensions.Logging;
using SeCo.Correction.Classifier;
using SeCo.Correction.Features;
using SeCo.Correction.Regions;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Torch;

namespace SeCo.Correction;

/// <summary>Semantic Connectivity Correction (SCC, paper section 3.3): every region is a sample with a noisy class; a classifier that learns early what most samples agree on gives wrong ones away by their loss.</summary>
/// <remarks>
/// Two steps. <see cref="PrepareAsync"/> looks at each image alone (regions, features) and can be shared between shards. <see cref="JudgeAsync"/>
/// needs all regions: it trains the classifier, fits the noise model, and writes verdicts and labels.
/// </remarks>
public sealed class SemanticConnectivityCorrection
{
    private readonly ClassSet _classes;
    private readonly CorrectionOptions _options;
    private readonly CorrectionEnvironment _environment;

    /// <summary>Creates the stage.</summary>
    /// <param name="classes">The class set.</param>
    /// <param name="options">The settings.</param>
    /// <param name="environment">Seed, device, parallelism, log.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public SemanticConnectivityCorrection(ClassSet classes, CorrectionOptions options, CorrectionEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        options.Validate();
        _classes = classes;
        _options = options;
        _environment = environment;
    }

    private bool IsFrozen => _options.EffectiveTraining == ClassifierTraining.Frozen;

    /// <summary>Reads the network's weights, where the settings name some: faults show before the work of other stages, not after it.</summary>
    /// <exception cref="SeCo.Checkpoints.CheckpointException">The weights are missing, unreadable, or do not fit the network.</exception>
    public void CheckWeights()
    {
        if (_options.Weights is null)
        {
            return;
        }

        CorrectionEnvironment environment = _environment with { Device = Device.Cpu };
        using IDisposable? network = IsFrozen
            ? BackboneFactory.CreateFrozen(_options, environment)
            : BackboneFactory.CreateClassifier(_options, _classes.Count, environment, new RandomSource(_environment.Seed));
    }

    /// <summary>Looks for the reviews that the settings name: a wrong folder shows before the work of other stages, not after it.</summary>
    /// <param name="names">The images.</param>
    /// <exception cref="DatasetException">The folder is missing, or none of its files belongs to one of the images.</exception>
    public void CheckReview(IEnumerable<string> names) => ReviewOverride.Check(_options.Review, names);

    /// <summary>Extracts the regions of each image and, where the network is frozen, their features. Images that are done are skipped.</summary>
    /// <param name="items">All images.</param>
    /// <param name="folder">The stage's folder.</param>
    /// <param name="shard">The share to do; null for all.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="DatasetException">Files that cannot be used, all together.</exception>
    /// <exception cref="SeCo.Checkpoints.CheckpointException">The weights do not fit the network.</exception>
    public Task PrepareAsync(
        IReadOnlyList<CorrectionItem> items, string folder, Shard? shard = null, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Task.Run(() => Prepare(shard?.Of(items) ?? items, new CorrectionFiles(folder), progress, cancellationToken), cancellationToken);
    }

    /// <summary>Trains the classifier on the regions of all images, finds noisy ones, and writes verdicts and corrected labels.</summary>
    /// <param name="items">All images, each prepared.</param>
    /// <param name="folder">The stage's folder.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellationToken">Stops between steps; a checkpoint stays.</param>
    public Task<CorrectionSummary> JudgeAsync(
        IReadOnlyList<CorrectionItem> items, string folder, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Task.Run(() => Judge(items, new CorrectionFiles(folder), progress, cancellationToken), cancellationToken);
    }

    private void Prepare(IReadOnlyList<CorrectionItem> items, CorrectionFiles files, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        CorrectionItem[] open = [.. items.Where(item => !File.Exists(files.Regions(item.Name)))];
        int done = items.Count - open.Length;
        progress?.Report(new StageProgress("correct", "regions", done, items.Count));
        if (open.Length == 0)
        {
            return;
        }

        using FeatureBackbone? backbone = IsFrozen ? BackboneFactory.CreateFrozen(_options, _environment) : null;
        RegionFeatureExtractor? extractor = IsFrozen ? new RegionFeatureExtractor(backbone, _options.Frozen) : null;
        RegionPreparation preparation = new(_options, _classes, extractor);

        // A network uses all cores by itself; without one the images share them.
        int parallelism = backbone is not null ? 1 : _environment.Parallelism;
        ImageBatch.Run("correct", open.Length, parallelism, i =>
        {
            preparation.Run(open[i], files);
            progress?.Report(new StageProgress("correct", "regions", Interlocked.Increment(ref done), items.Count));
        }, cancellationToken);
    }

    private CorrectionSummary Judge(IReadOnlyList<CorrectionItem> items, CorrectionFiles files, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        RequirePrepared(items, files);
        RegionTable table = ReadRegions(items, files, cancellationToken);
        int[] judged = [.. Enumerable.Range(0, table.Count).Where(row => table.Areas[row] >= _options.MinimumRegionPixels)];
        _environment.Log.LogInformation("correct: {Regions} regions, {Judged} of them with at least {Pixels} pixels", table.Count, judged.Length, _options.MinimumRegionPixels);

        if (judged.Length == 0)
        {
            _environment.Log.LogWarning("correct: no region has at least {Pixels} pixels, so there is none to judge", _options.MinimumRegionPixels);
        }

        SupportStatistics? support = CountSupport(items, progress, cancellationToken);
        RegionJudgement[] judgements = new RegionClassifierRun(_options, _classes.Count, _environment).Run(table, judged, items, files, progress, cancellationToken);
        NoiseJudge.Result result = new NoiseJudge(_options.Noise, support?.Doubts()).Judge(
            judgements, table.Classes.At(judged), table.Areas.At(judged), table.MeanConfidences.At(judged));
        Record(table, judged, result.Outcomes);
        NoiseModelFile.Write(files.NoiseModel, _options.Noise, result, table.Classes.At(judged));
        WriteLabels(table, items, files, Refine(table, judged, result, items, files, support, progress, cancellationToken), progress, cancellationToken);
        return CorrectionSummary.Of(table);
    }

    private static void RequirePrepared(IReadOnlyList<CorrectionItem> items, CorrectionFiles files)
    {
        string[] missing = [.. items.Where(item => !File.Exists(files.Regions(item.Name))).Select(item => item.Name)];
        if (missing.Length > 0)
        {
            throw new DatasetException($"{files.Folder}: {missing.Length} of {items.Count} images have no regions yet; run their shards first.", missing);
        }
    }

    private RegionTable ReadRegions(IReadOnlyList<CorrectionItem> items, CorrectionFiles files, CancellationToken cancellationToken)
    {
        try
        {
            return RegionTable.Read(items.Select(item => files.Regions(item.Name)), _classes, cancellationToken);
        }
        catch (DatasetException fault)
        {
            throw new DatasetException($"{fault.Message} An earlier call wrote this file: delete it to have it made again.", fault);
        }
    }

    private void Record(RegionTable table, int[] judged, RegionOutcome[] outcomes)
    {
        bool keepSmall = _options.SmallRegions == SmallRegionPolicy.Keep;
        for (int row = 0; row < table.Count; row++)
        {
            table.Verdicts[row] = keepSmall ? RegionVerdict.Clean : RegionVerdict.Rejected;
            table.Labels[row] = keepSmall ? table.Classes[row] : LabelMap.Ignore;
        }

        for (int i = 0; i < judged.Length; i++)
        {
            int row = judged[i];
            table.Losses[row] = outcomes[i].Loss!.Value;
            table.Predicted[row] = (byte)outcomes[i].PredictedId!.Value;
            table.MaxProbabilities[row] = (float)outcomes[i].Score!.Value;
            table.NoiseProbabilities[row] = outcomes[i].NoiseProbability ?? double.NaN;
            table.Verdicts[row] = outcomes[i].Verdict;
            table.Labels[row] = (byte)outcomes[i].Label!.Value;
        }
    }

    private void WriteLabels(
        RegionTable table, IReadOnlyList<CorrectionItem> items, CorrectionFiles files, PixelRefinement? refinement, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Palette palette = _classes.Palette();
        int done = 0;
        ImageBatch.Run("correct", items.Count, _environment.Parallelism, image =>
        {
            string name = items[image].Name;
            (int first, _) = table.RowsOf(image);
            (int width, int height) = LabelPng.ReadSize(items[image].LabelPath);
            ConnectivityLabels labels = new(width, height);
            List<ConnectedRegion> regions = [];
            ReviewOverride review = ReviewOverride.Of(_options.Review, name, _classes, (width, height));
            foreach (ConnectedRegion region in RegionFile.Read(files.Regions(name), _classes, (width, height)))
            {
                int row = first + regions.Count;
                if (review.AnswerTo(region) is { } answer)
                {
                    (table.Verdicts[row], table.Labels[row]) = (RegionVerdict.Reviewed, answer.Label);
                }

                labels.Paint(region.Mask, table.Labels[row]);
                regions.Add(region with { Outcome = table.OutcomeOf(row) });
            }

            RegionFile.Write(files.Verdicts(name), regions);
            LabelMap final = labels.ToLabelMap();
            if (refinement is not null)
            {
                LabelMap given = LabelPng.Read(items[image].LabelPath);
                refinement.Apply(final, regions, first, PixelSupport.Read(items[image], given)!);
            }

            review.Paint(final, regions);

            AtomicFile.Write(files.Labels(name), stream => LabelPng.Write(stream, final, palette));
            progress?.Report(new StageProgress("correct", "labels", Interlocked.Increment(ref done), items.Count));
        }, cancellationToken);
    }

    // Pixel evidence needs the scores of all regions and a second look at every pixel.
    private PixelRefinement? Refine(
        RegionTable table, int[] judged, NoiseJudge.Result result, IReadOnlyList<CorrectionItem> items, CorrectionFiles files, SupportStatistics? support,
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_options.Noise.PixelWeight == 0 || support is null || judged.Length == 0)
        {
            return null;
        }

        PixelRefinement refinement = new(_classes.Count, table.Count, judged, result, _options.Noise);
        int done = 0;
        ImageBatch.Run("correct", items.Count, _environment.Parallelism, image =>
        {
            ConnectedRegion[] regions = [.. RegionFile.Read(files.Regions(items[image].Name), _classes)];
            ConfidenceMap own = PixelSupport.Read(items[image], LabelPng.Read(items[image].LabelPath))!;
            refinement.Count(regions, table.RowsOf(image).First, own);
            progress?.Report(new StageProgress("correct", "pixel evidence", Interlocked.Increment(ref done), items.Count));
        }, cancellationToken);
        refinement.Finish(support.Doubts());
        return refinement;
    }

    // What needs every pixel of the set: how far the model supports the labels of each class.
    private SupportStatistics? CountSupport(IReadOnlyList<CorrectionItem> items, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_options.Noise.Rule != NoiseRule.ClassDoubt || items.Any(item => item.ConfidencePath is null))
        {
            return null;
        }

        SupportStatistics statistics = new(_classes.Count);
        int done = 0;
        ImageBatch.Run("correct", items.Count, _environment.Parallelism, image =>
        {
            LabelMap labels = LabelPng.Read(items[image].LabelPath);
            ConfidenceMap support = PixelSupport.Read(items[image], labels)!;
            lock (statistics)
            {
                statistics.Add(labels, support);
                progress?.Report(new StageProgress("correct", "support", ++done, items.Count));
            }
        }, cancellationToken);
        return statistics;
    }
}
