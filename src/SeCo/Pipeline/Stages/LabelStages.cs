using SeCo.Aggregation;
using SeCo.Aggregation.Segmenters;
using SeCo.Correction;
using SeCo.PixelLabels;
using SeCo.Prediction;

namespace SeCo.Pipeline.Stages;

/// <summary>The stages that make labels, in their order: the model's answers, pixel labels, PSA, SCC.</summary>
internal sealed class LabelStages
{
    private readonly RunContext _context;
    private readonly SegmenterSource _segmenter;
    private readonly StageGate _gate;
    private readonly CorrectStage _correct;

    public LabelStages(RunContext context)
    {
        _context = context;
        AggregationOptions options = context.Options.Aggregation;
        _segmenter = context.Parts.Segmenter is { } own ? new SegmenterSource(own) : SegmenterRegistry.Open(
            options.Segmenter, options, new SegmenterRun([.. context.Given.Entries.Select(e => e.Name)], context.Folder.Cache, EnvironmentOf(context)));
        _gate = new StageGate(context);
        Fingerprints = new LabelFingerprints(context, _segmenter);
        _correct = new CorrectStage(context, Fingerprints, _gate, EnvironmentOf(context), _segmenter);
    }

    /// <summary>What decides the stages' files.</summary>
    public LabelFingerprints Fingerprints { get; }

    private RunFolder Folder => _context.Folder;

    /// <summary>Finds out now what would stop a later stage.</summary>
    public void Check()
    {
        new PixelLabelling(_context.Given.Classes, _context.Options.PixelLabels).Check(_context.Entries);
        _ = Fingerprints.Segmenter;
        _correct.Check();
        if (_context.Options.Correction.EffectiveTraining == ClassifierTraining.Windows && !_context.Device.IsCuda)
        {
            _context.Log.LogInformation(
                "correct: {Backbone} is trained as a whole, as in the paper, which takes hours on a processor; correction.backbone=descriptors needs "
                    + "no weights and takes minutes",
                OptionsWriter.NameOf(_context.Options.Correction.Backbone));
        }
    }

    /// <summary>The parts of the stages, in their order, with what decides the files of each.</summary>
    public IEnumerable<(RunPart Part, Func<string> Fingerprint, Func<StageShare, Task> Run)> Parts(
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Func<string> pixels = () => Fingerprints.PixelLabels(progress, cancellationToken);
        if (_context.IsPredicted)
        {
            yield return (PartOf(RunPart.Predict, Folder.Predictions), () => Fingerprints.Predictions(progress, cancellationToken),
                share => Predict(share, progress, cancellationToken));
        }

        foreach (string name in (string[])[RunPart.Statistics, RunPart.PixelLabels])
        {
            yield return (PartOf(name, Folder.PixelLabels), pixels, share => PseudoLabel(share, progress, cancellationToken));
        }

        yield return (PartOf(RunPart.Aggregate, Folder.Aggregation), () => Fingerprints.Aggregation(progress, cancellationToken),
            share => Aggregate(share, progress, cancellationToken));
        foreach (string name in _correct.Parts)
        {
            yield return (PartOf(name, Folder.Correction), () => Fingerprints.Correction(progress, cancellationToken),
                share => Correct(share, progress, cancellationToken));
        }

        static RunPart PartOf(string name, string folder) => new(name, Path.GetFileName(folder));
    }

    /// <summary>Opens the folders of all stages, alone, so that files of other settings or inputs are gone before shards come.</summary>
    public void Prepare(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_context.IsPredicted)
        {
            _gate.Begin("predict", Folder.Predictions, Fingerprints.Predictions(progress, cancellationToken), StageShare.Whole);
        }

        _gate.Begin("pseudo-label", Folder.PixelLabels, Fingerprints.PixelLabels(progress, cancellationToken), StageShare.Whole);
        _gate.Begin("aggregate", Folder.Aggregation, Fingerprints.Aggregation(progress, cancellationToken), StageShare.Whole);
        _correct.Begin(StageShare.Whole, progress, cancellationToken);
    }

    /// <summary>All stages.</summary>
    public async Task RunAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        await PseudoLabel(StageShare.Whole, progress, cancellationToken);
        await Aggregate(StageShare.Whole, progress, cancellationToken);
        await Correct(StageShare.Whole, progress, cancellationToken);
    }

    /// <summary>Before stage 1: the model answers, where the answers are not given.</summary>
    public async Task Predict(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        StageFolder? stage = _gate.Begin("predict", Folder.Predictions, Fingerprints.Predictions(progress, cancellationToken), share);
        if (stage is not null)
        {
            using PredictingModel model = PredictingModel.Open(_context.Options.Model, _context.Given.Classes, _context.Device, _context.Parts.Engine);
            if (model.Caution is not null)
            {
                _context.Log.LogWarning("predict: mind that {Caution}", model.Caution);
            }

            NetworkPrediction prediction = model.Prediction(_context.Options.Prediction);
            if (share.Merge is null)
            {
                await prediction.RunShardAsync(_context.Given.Entries, stage.Path, share.Shard, progress, cancellationToken);
            }
            else
            {
                prediction.Merge(_context.Given.Entries, stage.Path);
            }

            _gate.End("predict", stage, share, checksLabels: false);
        }
    }

    /// <summary>Stage 1.</summary>
    public async Task PseudoLabel(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_context.IsPredicted)
        {
            await Predict(share, progress, cancellationToken);
        }

        StageFolder? stage = _gate.Begin("pseudo-label", Folder.PixelLabels, Fingerprints.PixelLabels(progress, cancellationToken), share);
        if (stage is null)
        {
            return;
        }

        PixelLabelling labelling = new(_context.Given.Classes, _context.Options.PixelLabels with { Parallelism = _context.Parallelism });
        bool hasThresholds = labelling.HasThresholds(_context.Entries, stage.Path);
        switch (share)
        {
            case { Part: RunPart.PixelLabels } when !hasThresholds:
                throw new DatasetException($"{stage.Path}: has no thresholds yet. Run the part `statistics` first, and merge it.");
            case { Part: RunPart.Statistics } when hasThresholds:
                break;
            case { Part: RunPart.PixelLabels, Merge: not null }:
                if (Directory.Exists(stage["shards"]))
                {
                    Directory.Delete(stage["shards"], recursive: true); // the counts of shards have done their work
                }

                break;
            case { Merge: int shards }:
                labelling.Merge(_context.Entries, stage.Path, shards);
                if (share.Part is null)
                {
                    // With the thresholds in place, what is left to a share is to write labels.
                    await labelling.RunAsync(_context.Entries, stage.Path, new Shard(1, 1), progress, cancellationToken);
                }

                break;
            default:
                await labelling.RunAsync(_context.Entries, stage.Path, share.Shard, progress, cancellationToken);
                break;
        }

        if (share is not { Merge: not null, Part: RunPart.Statistics })
        {
            _gate.End("pseudo-label", stage, share);
        }
    }

    /// <summary>Stage 2.</summary>
    public async Task Aggregate(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        _gate.RequireBefore("aggregate", Folder.PixelLabels, Fingerprints.PixelLabels(progress, cancellationToken), "pseudo-label");
        StageFolder? stage = _gate.Begin("aggregate", Folder.Aggregation, Fingerprints.Aggregation(progress, cancellationToken), share);
        if (stage is null)
        {
            return;
        }

        if (share.Merge is null)
        {
            ImageEntry[] entries = [.. _context.Entries.Select(e => e with { PixelLabelPath = PixelLabelling.LabelPath(Folder.PixelLabels, e.Name) })];
            PixelSemanticAggregation aggregation = new(_context.Given.Classes, _context.Options.Aggregation with { Parallelism = _context.Parallelism },
                _segmenter.Open)
            {
                KeepsFeatures = _context.Options.Correction.Backbone == Backbone.Segmenter,
            };
            try
            {
                await aggregation.RunAsync(entries, stage.Path, share.Shard, progress, cancellationToken);
            }
            finally
            {
                _segmenter.Release();
            }
        }

        _gate.End("aggregate", stage, share);
    }

    /// <summary>Stage 3, and the final labels with their list.</summary>
    public Task Correct(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken) =>
        _correct.RunAsync(share, progress, cancellationToken);

    private static StageEnvironment EnvironmentOf(RunContext context) => new(context.Options.Seed, context.Device, context.Parallelism, context.Log);
}
