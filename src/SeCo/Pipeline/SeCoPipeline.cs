using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Aggregation;
using SeCo.Configuration;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.PixelLabels;
using SeCo.Storage;
using SeCo.Torch;

namespace SeCo.Pipeline;

/// <summary>The stages of SeCo in their order, over one run folder. Finished work is kept: calling again goes on where the last call stopped.</summary>
/// <remarks>
/// Each stage's folder carries a fingerprint of its settings, its inputs and the stages before it. A stage whose fingerprint is unchanged and
/// finished is skipped; one whose fingerprint is unchanged and unfinished keeps its finished images; any other starts anew.
/// </remarks>
public sealed class SeCoPipeline
{
    private readonly RunOptions _options;
    private readonly ILogger _log;
    private readonly Dataset _dataset;
    private readonly Device _device;
    private readonly int _parallelism;
    private readonly SegmenterSource _segmenters;
    private IReadOnlyList<InputRecord>? _inputs;

    /// <summary>Opens a run.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="log">Told what happens; null for nobody.</param>
    /// <exception cref="ArgumentException">Settings out of range.</exception>
    /// <exception cref="DatasetException">Missing or ambiguous files.</exception>
    public SeCoPipeline(RunOptions options, RunFolder folder, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folder);
        options.Validate();
        _options = options;
        _log = log ?? NullLogger.Instance;
        Folder = folder;
        _dataset = Dataset.Open(options.Dataset);
        _device = Device.Parse(options.Device);
        _parallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        TorchRuntime.SetThreads(_parallelism);
        _segmenters = new SegmenterSource(options.Aggregation, folder, _dataset.Entries, new SegmenterEnvironment(_device, _parallelism, _log));
    }

    /// <summary>Where the run lies.</summary>
    public RunFolder Folder { get; }

    /// <summary>Runs every stage and measures the labels of each where there is truth.</summary>
    public async Task<RunSummary> RunAsync(IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using IDisposable alone = Folder.Lock();
        _ = _segmenters.Fingerprint; // finds out now what is missing
        Correction().CheckWeights();
        await PseudoLabel(StageShare.Whole, progress, cancellationToken);
        await Aggregate(StageShare.Whole, progress, cancellationToken);
        await Correct(StageShare.Whole, progress, cancellationToken);
        RunEvaluation evaluation = new(_dataset, Folder, _parallelism);
        RunSummary summary = await evaluation.RunAsync(progress, cancellationToken);
        if (summary.Report is not null)
        {
            AtomicFile.Write(Folder.Evaluation, summary.WriteJson);
        }

        _log.LogInformation("finished: {Images} images", _dataset.Entries.Count);
        return summary;
    }

    /// <summary>Stage 1: pixel pseudo-labels.</summary>
    public async Task PseudoLabelAsync(StageShare share, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        using IDisposable held = Folder.Lock(share.IsShared);
        await PseudoLabel(share, progress, cancellationToken);
    }

    private async Task PseudoLabel(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        StageFolder? stage = Begin("pseudo-label", Folder.PixelLabels, PixelLabelsFingerprint(progress, cancellationToken), share);
        if (stage is null)
        {
            return;
        }

        PixelLabelling labelling = new(_dataset.Classes, _options.PixelLabels with { Parallelism = _parallelism });
        Shard? shard = share.Shard;
        if (share.Merge is int shards)
        {
            labelling.Merge(_dataset.Entries, stage.Path, shards);
            shard = new Shard(1, 1); // with the thresholds in place, what is left is to write labels
        }

        await labelling.RunAsync(_dataset.Entries, stage.Path, shard, progress, cancellationToken);

        End("pseudo-label", stage, share);
    }

    /// <summary>Stage 2: PSA.</summary>
    public async Task AggregateAsync(StageShare share, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        using IDisposable held = Folder.Lock(share.IsShared);
        await Aggregate(share, progress, cancellationToken);
    }

    private async Task Aggregate(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Require("aggregate", Folder.PixelLabels, PixelLabelsFingerprint(progress, cancellationToken), "pseudo-label");
        StageFolder? stage = Begin("aggregate", Folder.Aggregation, AggregationFingerprint(progress, cancellationToken), share);
        if (stage is null)
        {
            return;
        }

        if (share.Merge is null)
        {
            ImageEntry[] entries = [.. _dataset.Entries.Select(e => e with { PixelLabelPath = PixelLabelling.LabelPath(Folder.PixelLabels, e.Name) })];
            PixelSemanticAggregation aggregation = new(_dataset.Classes, _options.Aggregation with { Parallelism = _parallelism }, _segmenters.Open);
            try
            {
                await aggregation.RunAsync(entries, stage.Path, share.Shard, progress, cancellationToken);
            }
            finally
            {
                _segmenters.Release();
            }
        }

        End("aggregate", stage, share);
    }

    /// <summary>Stage 3: SCC, and the final labels with their list.</summary>
    public async Task CorrectAsync(StageShare share, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        using IDisposable held = Folder.Lock(share.IsShared);
        await Correct(share, progress, cancellationToken);
    }

    private async Task Correct(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Require("correct", Folder.Aggregation, AggregationFingerprint(progress, cancellationToken), "aggregate");
        StageFolder? stage = Begin("correct", Folder.Correction, CorrectionFingerprint(progress, cancellationToken), share);
        if (stage is not null)
        {
            CorrectionItem[] items = [.. _dataset.Entries.Select(CorrectionItemOf)];
            SemanticConnectivityCorrection correction = Correction();
            if (share.Merge is null)
            {
                await correction.PrepareAsync(items, stage.Path, share.Shard, progress, cancellationToken);
            }

            if (share.Shard is null)
            {
                CorrectionSummary summary = await correction.JudgeAsync(items, stage.Path, progress, cancellationToken);
                _log.LogInformation("correct: {Clean} regions clean, {Corrected} corrected, {Rejected} rejected", summary.Clean, summary.Corrected, summary.Rejected);
            }

            End("correct", stage, share);
        }

        if (share.Shard is null)
        {
            Publish(cancellationToken);
        }
    }

    private SemanticConnectivityCorrection Correction() =>
        new(_dataset.Classes, _options.Correction, new CorrectionEnvironment(_options.Seed, _device, _parallelism, _log));

    private CorrectionItem CorrectionItemOf(ImageEntry entry) => new()
    {
        Name = entry.Name,
        ImagePath = entry.ImagePath,
        LabelPath = PixelSemanticAggregation.LabelPath(Folder.Aggregation, entry.Name),
        RegionPath = PixelSemanticAggregation.RegionPath(Folder.Aggregation, entry.Name),
        PredictionPath = entry.PredictionPath,
        ConfidencePath = entry.ConfidencePath,
    };

    /// <summary>Opens a stage's folder; null where the stage has nothing left to do.</summary>
    private StageFolder? Begin(string name, string path, string fingerprint, StageShare share)
    {
        StageFolder stage = StageFolder.Open(path, fingerprint, share.IsShared, out bool emptied);
        if (emptied)
        {
            _log.LogWarning("{Stage}: settings or inputs have changed, made anew", name);
            Folder.DeleteResults();
        }

        if (stage.IsFinished && _dataset.Entries.All(e => File.Exists(RunFolder.LabelOf(stage["labels"], e.Name))))
        {
            _log.LogInformation("{Stage}: finished before, kept", name);
            return null;
        }

        if (stage.IsFinished)
        {
            stage.Reopen();
        }

        return stage;
    }

    private void End(string name, StageFolder stage, StageShare share)
    {
        if (share.Shard is Shard shard)
        {
            _log.LogInformation("{Stage}: shard {Shard} done", name, shard);
            return;
        }

        string[] missing = [.. _dataset.Entries.Where(e => !File.Exists(RunFolder.LabelOf(stage["labels"], e.Name))).Select(e => e.Name)];
        if (missing.Length > 0)
        {
            throw new DatasetException($"{stage.Path}: {missing.Length} images are not done; run their shards first.", missing);
        }

        stage.Finish();
        _log.LogInformation("{Stage}: done", name);
    }

    private static void Require(string stage, string folder, string fingerprint, string before)
    {
        if (!StageFolder.HasFinished(folder, fingerprint))
        {
            throw new IOException(
                $"{folder}: '{stage}' needs the finished outputs of '{before}' with these settings and inputs. "
                + $"Run `seco {before}` with the same settings and --out first, or `seco run` for all.");
        }
    }

    // The final labels are copies: the stage's own folder stays as the stage left it.
    private void Publish(CancellationToken cancellationToken)
    {
        foreach (ImageEntry entry in _dataset.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string source = RunFolder.LabelOf(Path.Combine(Folder.Correction, "labels"), entry.Name), target = RunFolder.LabelOf(Folder.Labels, entry.Name);
            byte[] label = File.ReadAllBytes(source);
            if (!File.Exists(target) || !File.ReadAllBytes(target).AsSpan().SequenceEqual(label))
            {
                AtomicFile.WriteAllBytes(target, label);
            }
        }

        AtomicFile.WriteAllText(Folder.List, string.Concat(_dataset.Entries.Select(e => $"{ImageInList(e)} {LabelInList(e)}\n")));
    }

    private string ImageInList(ImageEntry entry) => Path.GetRelativePath(_options.Dataset.Root, entry.ImagePath).Replace('\\', '/');

    private static string LabelInList(ImageEntry entry) => $"labels/{entry.Name}.png";

    private IReadOnlyList<InputRecord> Inputs(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_inputs is null)
        {
            DatasetCheck.Require(_dataset.Entries, cancellationToken); // now, not after the hours before the first reader finds out
            _inputs = Manifest.Hash(_dataset.Entries, new InputHashes(Path.Combine(Folder.Cache, "input-hashes.tsv")), progress, cancellationToken);
            AtomicFile.WriteAllText(Folder.Configuration, OptionsWriter.ToYaml(_options));
            Manifest.Write(Folder.Manifest, _options, _device.ToString(), _parallelism, TorchRuntime.Version, _inputs);
        }

        return _inputs;
    }

    private string PixelLabelsFingerprint(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Fingerprint fingerprint = new Fingerprint().Add("pixel labels").Add(Manifest.ProgramVersion).Add(OptionsWriter.ToYaml(_options.PixelLabels));
        foreach (var named in _dataset.Classes.Classes)
        {
            fingerprint.Add(named.ToString());
        }

        foreach (InputRecord input in Inputs(progress, cancellationToken))
        {
            fingerprint.Add(input.ToString());
        }

        return fingerprint.ToString();
    }

    private string AggregationFingerprint(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        // What these settings change is named by the segmenter's own fingerprint; where files lie changes nothing.
        AggregationOptions named = _options.Aggregation with { Sam = new(), MaskFiles = new() };
        return new Fingerprint().Add("aggregation").Add(PixelLabelsFingerprint(progress, cancellationToken)).Add(OptionsWriter.ToYaml(named))
            .Add(_segmenters.Fingerprint).ToString();
    }

    private string CorrectionFingerprint(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        string? weights = _options.Correction.Weights;
        return new Fingerprint().Add("correction").Add(AggregationFingerprint(progress, cancellationToken)).Add(OptionsWriter.ToYaml(_options.Correction))
            .Add(weights is null ? "scratch" : Fingerprint.OfFile(weights)).Add($"{_options.Seed}").Add(_device.ToString()).Add($"{_parallelism}").ToString();
    }
}
