using Microsoft.Extensions.Logging;
using SeCo.Correction.Classifier;
using SeCo.Correction.Features;
using SeCo.Correction.Noise;
using SeCo.Correction.Pixels;
using SeCo.Correction.Regions;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Torch;

namespace SeCo.Correction;

/// <summary>
/// Semantic Connectivity Correction (SCC, paper section 3.3): every region is a sample with a noisy class; a classifier that learns early what most samples
/// agree on gives wrong ones away by their loss.
/// </summary>
/// <remarks>
/// Two steps. <see cref="PrepareAsync"/> looks at each image alone (regions, features) and can be shared between shards. <see cref="JudgeAsync"/>
/// needs all regions: it trains the classifier, fits the noise model, and writes verdicts and labels.
/// </remarks>
public sealed class SemanticConnectivityCorrection
{
    private const string Stage = "correct";

    private readonly ClassSet _classes;
    private readonly CorrectionOptions _options;
    private readonly StageEnvironment _environment;
    private readonly NoiseRuleEntry _rule;

    /// <summary>Creates the stage.</summary>
    /// <param name="classes">The class set.</param>
    /// <param name="options">The settings.</param>
    /// <param name="environment">Seed, device, parallelism, log.</param>
    /// <param name="rule">A noise rule of the caller's own; null for the one that the settings name.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public SemanticConnectivityCorrection(ClassSet classes, CorrectionOptions options, StageEnvironment environment, NoiseRuleEntry? rule = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        options.Validate();
        _classes = classes;
        _options = options;
        _environment = environment;
        _rule = rule ?? NoiseRules.Of(options.Noise.Rule);
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

        StageEnvironment environment = _environment with { Device = Device.Cpu };
        using IDisposable? network = IsFrozen
            ? BackboneFactory.CreateFrozen(_options, environment)
            : BackboneFactory.CreateClassifier(_options, _classes.Count, environment, new RandomSource(_environment.Seed));
    }

    /// <summary>Looks for the reviews that the settings name: a wrong folder shows before the work of other stages, not after it.</summary>
    /// <param name="names">The images.</param>
    /// <exception cref="DatasetException">The folder is missing, or none of its files belongs to one of the images.</exception>
    public void CheckReview(IEnumerable<string> names) => ReviewOverride.Check(_options.Review, names);

    /// <summary>Extracts the regions of each image and, where the network is frozen, their features. Images that are done are skipped.</summary>
    /// <param name="entries">All images; their truth is never read.</param>
    /// <param name="input">The folder with PSA's label maps and regions (<see cref="StageFiles"/>).</param>
    /// <param name="output">The stage's folder.</param>
    /// <param name="shard">The share to do; null for all.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="DatasetException">Files that cannot be used, all together.</exception>
    /// <exception cref="SeCo.Checkpoints.CheckpointException">The weights do not fit the network.</exception>
    public Task PrepareAsync(
        IReadOnlyList<ImageEntry> entries, string input, string output, Shard? shard = null, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Task.Run(() => Prepare(shard?.Of(entries) ?? entries, new StageFiles(input), new CorrectionFiles(output), progress, cancellationToken),
            cancellationToken);
    }

    /// <summary>Trains the classifier on the regions of all images, finds noisy ones, and writes verdicts and corrected labels.</summary>
    /// <param name="entries">All images, each prepared.</param>
    /// <param name="input">The folder with PSA's label maps and regions.</param>
    /// <param name="output">The stage's folder.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellationToken">Stops between steps; a checkpoint stays.</param>
    public Task<CorrectionSummary> JudgeAsync(
        IReadOnlyList<ImageEntry> entries, string input, string output, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Task.Run(() => Judge(entries, new StageFiles(input), new CorrectionFiles(output), progress, cancellationToken), cancellationToken);
    }

    private PixelSupport Support(StageFiles input, CorrectionFiles files) =>
        new(_classes.Count, input, files, _rule.UsesClassDoubts, _rule.UsesClassDoubts && _options.Noise.PixelWeight > 0);

    private void Prepare(
        IReadOnlyList<ImageEntry> entries, StageFiles input, CorrectionFiles files, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ImageEntry[] open = [.. entries.Where(entry => !File.Exists(files.Regions(entry.Name)))];
        int done = entries.Count - open.Length;
        progress?.Report(new StageProgress(Stage, "regions", done, entries.Count));
        if (open.Length == 0)
        {
            return;
        }

        using FeatureBackbone? backbone = IsFrozen ? BackboneFactory.CreateFrozen(_options, _environment) : null;
        RegionFeatureExtractor? extractor = IsFrozen ? new RegionFeatureExtractor(backbone, _options.Frozen) : null;
        RegionPreparation preparation = new(_options, _classes, extractor, Support(input, files), input, files);

        // A network uses all cores by itself; without one the images share them.
        int parallelism = backbone is not null ? 1 : _environment.Parallelism;
        ImageBatch.Run(Stage, open.Length, parallelism, i =>
        {
            preparation.Run(open[i]);
            progress?.Report(new StageProgress(Stage, "regions", Interlocked.Increment(ref done), entries.Count));
        }, cancellationToken);
    }

    private CorrectionSummary Judge(
        IReadOnlyList<ImageEntry> entries, StageFiles input, CorrectionFiles files, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        RequirePrepared(entries, files);
        RegionTable table = ReadRegions(entries, files, cancellationToken);
        int[] judged = [.. Enumerable.Range(0, table.Count).Where(row => table.Areas[row] >= _options.MinimumRegionPixels)];
        _environment.Log.LogInformation(
            "correct: {Regions} regions, {Judged} of them with at least {Pixels} pixels", table.Count, judged.Length, _options.MinimumRegionPixels);
        if (judged.Length == 0)
        {
            _environment.Log.LogWarning("correct: no region has at least {Pixels} pixels, so there is none to judge", _options.MinimumRegionPixels);
        }

        PixelSupport support = Support(input, files);
        double[]? doubts = _rule.UsesClassDoubts && entries.All(entry => entry.ConfidencePath is not null)
            ? support.Doubts(entries, _environment.Parallelism,
                done => progress?.Report(new StageProgress(Stage, "support", done, entries.Count)), cancellationToken)
            : null;
        RegionJudgement[] judgements =
            new RegionClassifierRun(_options, _classes.Count, _environment).Run(table, judged, entries, files, progress, cancellationToken);
        NoiseJudge.Result result = new NoiseJudge(_options.Noise, _rule, doubts).Judge(
            judgements, table.Classes.At(judged), table.Areas.At(judged), table.MeanConfidences.At(judged));
        Record(table, judged, result.Outcomes);
        RunFileKinds.NoiseModel.Write(files.NoiseModel, result.Model);
        PixelRefinement? refinement = doubts is null ? null : Refine(table, judged, result, entries, files, support, doubts, progress, cancellationToken);
        WriteLabels(table, entries, input, files, refinement, support, progress, cancellationToken);
        support.Clear();
        return CorrectionSummary.Of(table);
    }

    private static void RequirePrepared(IReadOnlyList<ImageEntry> entries, CorrectionFiles files)
    {
        string[] missing = [.. entries.Where(entry => !File.Exists(files.Regions(entry.Name))).Select(entry => entry.Name)];
        if (missing.Length > 0)
        {
            throw new DatasetException($"{files.Folder}: {missing.Length} of {entries.Count} images have no regions yet; run their shards first.", missing);
        }
    }

    private RegionTable ReadRegions(IReadOnlyList<ImageEntry> entries, CorrectionFiles files, CancellationToken cancellationToken)
    {
        try
        {
            return RegionTable.Read(entries.Select(entry => files.Regions(entry.Name)), _classes, cancellationToken);
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
        RegionTable table, IReadOnlyList<ImageEntry> entries, StageFiles input, CorrectionFiles files, PixelRefinement? refinement, PixelSupport support,
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Palette palette = _classes.Palette();
        int done = 0;
        ImageBatch.Run(Stage, entries.Count, _environment.Parallelism, image =>
        {
            string name = entries[image].Name;
            int first = table.RowsOf(image).First;
            ConnectedRegion[] regions = [.. RegionFile.Read(files.Regions(name), _classes)];

            // Regions know the image's size; only an image without any needs its label map.
            (int width, int height) = regions.Length > 0 ? (regions[0].Mask.Width, regions[0].Mask.Height) : LabelPng.ReadSize(input.Labels(name));
            ConnectivityLabels labels = new(width, height);
            ReviewOverride review = ReviewOverride.Of(_options.Review, name, _classes, (width, height));
            for (int i = 0; i < regions.Length; i++)
            {
                int row = first + i;
                if (review.AnswerTo(regions[i]) is { } answer)
                {
                    (table.Verdicts[row], table.Labels[row]) = (RegionVerdict.Reviewed, answer.Label);
                }

                labels.Paint(regions[i].Mask, table.Labels[row]);
                regions[i] = regions[i] with { Outcome = table.OutcomeOf(row) };
            }

            RegionFile.Write(files.Verdicts(name), regions);
            LabelMap final = labels.ToLabelMap();
            refinement?.Apply(final, regions, first, support.Of(entries[image]));
            review.Paint(final, regions);
            AtomicFile.Write(files.Labels(name), stream => LabelPng.Write(stream, final, palette));
            progress?.Report(new StageProgress(Stage, "labels", Interlocked.Increment(ref done), entries.Count));
        }, cancellationToken);
    }

    // Pixel evidence needs the scores of all regions, and so a second look at every pixel.
    private PixelRefinement? Refine(
        RegionTable table, int[] judged, NoiseJudge.Result result, IReadOnlyList<ImageEntry> entries, CorrectionFiles files, PixelSupport support,
        double[] doubts, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_options.Noise.PixelWeight == 0 || judged.Length == 0)
        {
            return null;
        }

        PixelRefinement refinement = new(_classes.Count, table.Count, judged, result, _options.Noise);
        int done = 0;
        ImageBatch.Run(Stage, entries.Count, _environment.Parallelism, image =>
        {
            ConnectedRegion[] regions = [.. RegionFile.Read(files.Regions(entries[image].Name), _classes)];
            refinement.Count(regions, table.RowsOf(image).First, support.Of(entries[image]));
            progress?.Report(new StageProgress(Stage, "pixel evidence", Interlocked.Increment(ref done), entries.Count));
        }, cancellationToken);
        refinement.Finish(doubts);
        return refinement;
    }
}
