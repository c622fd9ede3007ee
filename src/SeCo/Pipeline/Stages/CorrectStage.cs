using SeCo.Aggregation.Segmenters;
using SeCo.Correction;

namespace SeCo.Pipeline.Stages;

/// <summary>Stage 3, SCC, and the final labels with their list.</summary>
internal sealed class CorrectStage(RunContext context, LabelFingerprints fingerprints, StageGate gate, StageEnvironment environment, SegmenterSource segmenter)
{
    private const string Name = "correct";

    private RunFolder Folder => context.Folder;

    private IReadOnlyList<ImageEntry> Entries => context.Entries;

    /// <summary>The names of its parts, in their order.</summary>
    public IEnumerable<string> Parts => Correction().CountsPixels(Entries) ? [RunPart.Regions, RunPart.Pixels, RunPart.Labels]
        : [RunPart.Regions, RunPart.Labels];

    /// <summary>Finds out now what would stop the stage.</summary>
    public void Check()
    {
        Correction().CheckWeights();
        Correction().CheckReview(context.Given.Entries.Select(e => e.Name));
    }

    /// <summary>Opens the stage's folder; null where nothing is left to do.</summary>
    public StageFolder? Begin(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        string fingerprint = fingerprints.Correction(progress, cancellationToken);
        if (!share.IsShared && StageFolder.Renew(
            Folder.Correction, fingerprints.CorrectionWithoutReview(progress, cancellationToken), fingerprint, context.Verifies))
        {
            context.Log.LogInformation("correct: only the reviews have changed; regions, features and classifier are kept");
            Folder.DeleteResults([.. context.Given.Entries.Select(e => e.Name)]);
            PartMarks.Clear(Folder, RunNames.Correction);
        }

        return gate.Begin(Name, Folder.Correction, fingerprint, share);
    }

    /// <summary>Does a share of the stage.</summary>
    public async Task RunAsync(StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        gate.RequireBefore(Name, Folder.Aggregation, fingerprints.Aggregation(progress, cancellationToken), "aggregate");
        StageFolder? stage = Begin(share, progress, cancellationToken);
        if (stage is not null)
        {
            await (share.Part is null ? Whole(share, stage, progress, cancellationToken) : Part(share, stage, progress, cancellationToken));
            if (share.Merge is not null && share.Part is RunPart.Regions or RunPart.Pixels)
            {
                return; // the next part goes on
            }

            if (share.Shard is null)
            {
                gate.RequireAll(stage); // before what shards that are left need goes
                Correction().Clear(Entries, Folder.Aggregation, stage.Path);
            }

            gate.End(Name, stage, share);
        }

        if (share.Shard is null)
        {
            Publish(cancellationToken);
        }
    }

    private async Task Whole(StageShare share, StageFolder stage, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        SemanticConnectivityCorrection correction = Correction();
        if (share.Merge is null)
        {
            await correction.PrepareAsync(Entries, Folder.Aggregation, stage.Path, null, progress, cancellationToken);
        }

        CorrectionSummary summary = await correction.JudgeAsync(Entries, Folder.Aggregation, stage.Path, progress, cancellationToken);
        context.Log.LogInformation(
            "correct: {Clean} regions clean, {Corrected} corrected, {Rejected} rejected, {Reviewed} reviewed by people", summary.Clean,
                summary.Corrected, summary.Rejected, summary.Reviewed);
    }

    private async Task Part(StageShare share, StageFolder stage, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        SemanticConnectivityCorrection correction = Correction();
        (string input, string output) = (Folder.Aggregation, stage.Path);
        switch (share)
        {
            case { Part: RunPart.Regions, Shard: Shard shard }:
                await correction.PrepareAsync(Entries, input, output, shard, progress, cancellationToken);
                break;
            case { Part: RunPart.Regions }:
                await correction.DecideAsync(Entries, input, output, progress, cancellationToken);
                break;
            case { Part: RunPart.Pixels }:
                await correction.CountPixelsAsync(Entries, input, output, share.Shard, share.Merge ?? 1, progress, cancellationToken);
                break;
            case { Shard: Shard shard }:
                await correction.WriteAsync(Entries, input, output, shard, progress, cancellationToken);
                break;
        }
    }

    private SemanticConnectivityCorrection Correction() => new(
        context.Given.Classes, context.Options.Correction, environment, sources: new FeatureSources
        {
            Model = context.Options.Model, Prediction = context.Options.Prediction, Engine = context.Parts.Engine,
            Segmenter = () => new SegmenterFeatures(segmenter),
        });

    // The final labels are copies: the stage's own folder stays as the stage left it.
    private void Publish(CancellationToken cancellationToken)
    {
        PublishedFiles published = new(Folder, context.Verifies, context.Log);
        foreach (ImageEntry entry in context.Given.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            published.Add(
                $"{RunNames.Labels}/{entry.Name}.png", File.ReadAllBytes(RunFolder.LabelOf(Path.Combine(Folder.Correction, RunNames.Labels), entry.Name)));
        }

        published.Add(RunNames.List, Encoding.UTF8.GetBytes(
            string.Concat(context.Given.Entries.Select(e => ListFile.Line(context.ImageInList(e), $"{RunNames.Labels}/{e.Name}.png") + "\n"))));
        published.Finish(fingerprints.Correction(null, cancellationToken));
    }
}
