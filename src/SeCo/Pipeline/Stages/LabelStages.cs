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

    public LabelStages(RunContext context)
    {
        _context = context;
        AggregationOptions options = context.Options.Aggregation;
        _segmenter = context.Parts.Segmenter is { } own ? new SegmenterSource(own) : SegmenterRegistry.Open(
            options.Segmenter, options, new SegmenterRun([.. context.Given.Entries.Select(e => e.Name)], context.Folder.Cache, EnvironmentOf(context)));
        _gate = new StageGate(context);
        Fingerprints = new LabelFingerprints(context, _segmenter);
    }

    /// <summary>What decides the stages' files.</summary>
    public LabelFingerprints Fingerprints { get; }

    private RunFolder Folder => _context.Folder;

    /// <summary>Finds out now what would stop a later stage.</summary>
    public void Check()
    {
        new PixelLabelling(_context.Given.Classes, _context.Options.PixelLabels).Check(_context.Entries);
        _ = Fingerprints.Segmenter;
        Correction().CheckWeights();
        Correction().CheckReview(_context.Given.Entries.Select(e => e.Name));
        if (_context.Options.Correction.EffectiveTraining == ClassifierTraining.Windows && !_context.Device.IsCuda)
        {
            _context.Log.LogInformation(
                "correct: {Backbone} is trained as a whole, as in the paper, which takes hours on a processor; correction.backbone=descriptors needs "
                    + "no weights and takes minutes",
                OptionsWriter.NameOf(_context.Options.Correction.Backbone));
        }
    }

    /// <summary>All stages.</summary>
    public async Task RunAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        await PseudoLabel(StageShare.Whole, progress, cancellationToken);
        await Aggregate(StageShare.Whole, progress, cancellationToken);
        await Correct(StageShare.Whole, progress, cancellationToken);
    }

    /// <summary>Before stage 1: the model answers, where the answers are not given.</summary>
    public async Task Predict(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        StageFolder? stage = _gate.Begin("predict", Folder.Predictions, Fingerprints.Predictions(progress, cancellationToken), StageShare.Whole);
        if (stage is not null)
        {
            using PredictingModel model = PredictingModel.Open(_context.Options.Model, _context.Given.Classes, _context.Device, _context.Parts.Engine);
            if (model.Caution is not null)
            {
                _context.Log.LogWarning("predict: mind that {Caution}", model.Caution);
            }

            await model.Prediction(_context.Options.Prediction).RunAsync(_context.Given.Entries, stage.Path, progress, cancellationToken);
            _gate.End("predict", stage);
        }
    }

    /// <summary>Stage 1.</summary>
    public async Task PseudoLabel(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_context.IsPredicted && !share.IsShared)
        {
            await Predict(progress, cancellationToken);
        }
        else if (_context.IsPredicted && !StageFolder.HasFinished(Folder.Predictions, Fingerprints.Predictions(progress, cancellationToken)))
        {
            throw new IOException(
                $"{Folder.Predictions}: the model has not answered yet, which is not divided into shards. Let `seco predict` answer into a folder, "
                + "name it with dataset.predictions.labels and dataset.predictions.confidence, and start the shards with these.");
        }

        StageFolder? stage = _gate.Begin("pseudo-label", Folder.PixelLabels, Fingerprints.PixelLabels(progress, cancellationToken), share);
        if (stage is null)
        {
            return;
        }

        PixelLabelling labelling = new(_context.Given.Classes, _context.Options.PixelLabels with { Parallelism = _context.Parallelism });
        Shard? shard = share.Shard;
        if (share.Merge is int shards)
        {
            labelling.Merge(_context.Entries, stage.Path, shards);
            shard = new Shard(1, 1); // with the thresholds in place, what is left is to write labels
        }

        await labelling.RunAsync(_context.Entries, stage.Path, shard, progress, cancellationToken);
        _gate.End("pseudo-label", stage, share);
    }

    /// <summary>Stage 2.</summary>
    public async Task Aggregate(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        StageGate.Require("aggregate", Folder.PixelLabels, Fingerprints.PixelLabels(progress, cancellationToken), "pseudo-label");
        StageFolder? stage = _gate.Begin("aggregate", Folder.Aggregation, Fingerprints.Aggregation(progress, cancellationToken), share);
        if (stage is null)
        {
            return;
        }

        if (share.Merge is null)
        {
            ImageEntry[] entries = [.. _context.Entries.Select(e => e with { PixelLabelPath = PixelLabelling.LabelPath(Folder.PixelLabels, e.Name) })];
            PixelSemanticAggregation aggregation = new(_context.Given.Classes, _context.Options.Aggregation with { Parallelism = _context.Parallelism },
                _segmenter.Open);
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
    public async Task Correct(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        StageGate.Require("correct", Folder.Aggregation, Fingerprints.Aggregation(progress, cancellationToken), "aggregate");
        string fingerprint = Fingerprints.Correction(progress, cancellationToken);
        if (!share.IsShared && StageFolder.Renew(
            Folder.Correction, Fingerprints.CorrectionWithoutReview(progress, cancellationToken), fingerprint, _context.Verifies))
        {
            _context.Log.LogInformation("correct: only the reviews have changed; regions, features and classifier are kept");
            Folder.DeleteResults([.. _context.Given.Entries.Select(e => e.Name)]);
        }

        StageFolder? stage = _gate.Begin("correct", Folder.Correction, fingerprint, share);
        if (stage is not null)
        {
            SemanticConnectivityCorrection correction = Correction();
            if (share.Merge is null)
            {
                await correction.PrepareAsync(_context.Entries, Folder.Aggregation, stage.Path, share.Shard, progress, cancellationToken);
            }

            if (share.Shard is null)
            {
                CorrectionSummary summary = await correction.JudgeAsync(_context.Entries, Folder.Aggregation, stage.Path, progress, cancellationToken);
                _context.Log.LogInformation(
                    "correct: {Clean} regions clean, {Corrected} corrected, {Rejected} rejected, {Reviewed} reviewed by people", summary.Clean,
                        summary.Corrected, summary.Rejected, summary.Reviewed);
            }

            _gate.End("correct", stage, share);
        }

        if (share.Shard is null)
        {
            Publish(cancellationToken);
        }
    }

    private SemanticConnectivityCorrection Correction() => new(
        _context.Given.Classes, _context.Options.Correction, EnvironmentOf(_context), model: _context.Options.Model,
        prediction: _context.Options.Prediction);

    private static StageEnvironment EnvironmentOf(RunContext context) => new(context.Options.Seed, context.Device, context.Parallelism, context.Log);

    // The final labels are copies: the stage's own folder stays as the stage left it.
    private void Publish(CancellationToken cancellationToken)
    {
        PublishedFiles published = new(Folder, _context.Verifies, _context.Log);
        foreach (ImageEntry entry in _context.Given.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            published.Add(
                $"{RunNames.Labels}/{entry.Name}.png", File.ReadAllBytes(RunFolder.LabelOf(Path.Combine(Folder.Correction, RunNames.Labels), entry.Name)));
        }

        published.Add(RunNames.List, Encoding.UTF8.GetBytes(
            string.Concat(_context.Given.Entries.Select(e => ListFile.Line(_context.ImageInList(e), $"{RunNames.Labels}/{e.Name}.png") + "\n"))));
        published.Finish(Fingerprints.Correction(null, cancellationToken));
    }
}
