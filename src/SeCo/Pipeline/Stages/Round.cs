using SeCo.Adaptation;
using SeCo.Pipeline.Stages;
using SeCo.Prediction;
using SeCo.Reports;

namespace SeCo.Pipeline;

/// <summary>All stages once, over one folder; a student may start from the given model.</summary>
internal sealed class Round(RunContext context, ModelOptions start, int number)
{
    private AdaptStage? _adapt;

    /// <summary>The stages that make labels.</summary>
    public LabelStages Labels { get; } = new(context);

    public RunFolder Folder => context.Folder;

    /// <summary>What was seen of the images while they were measured.</summary>
    public IReadOnlyList<GallerySurvey> Surveys => context.Surveys;

    /// <summary>Finds out now what would stop a later stage.</summary>
    public void Check()
    {
        TorchRuntime.RequireTraining(); // SCC's classifier and adaptation
        if (context.NeedsLabels)
        {
            Labels.Check();
        }

        Adapt()?.Check();
    }

    /// <summary>Before stage 1, where a model predicts.</summary>
    public async Task PredictAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (context.IsPredicted)
        {
            await Labels.Predict(StageShare.Whole, progress, cancellationToken);
        }
    }

    /// <summary>Runs and measures all.</summary>
    public async Task<RunSummary> RunAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (context.NeedsLabels)
        {
            await Labels.RunAsync(progress, cancellationToken);
        }

        AdaptationMeasures? adapted = Adapt() is { } stage ? await stage.RunAsync(trains: true, progress, cancellationToken) : null;
        RunSummary summary = context.NeedsLabels
            ? await new RunEvaluation(context).RunAsync(progress, cancellationToken)
            : new RunSummary(context.Given.Entries.Count, null, [], null);
        return Written(summary with { Adaptation = adapted });
    }

    /// <summary>The parts that jobs of a cluster do one after another.</summary>
    public IReadOnlyList<RunPart> Parts =>
    [
        new RunPart(RunPart.Inputs, RunPart.Inputs, HasShards: false),
        .. context.NeedsLabels ? Labels.Parts(null, CancellationToken.None).Select(p => p.Part) : [],
        .. context.Options.Adaptation is null ? Array.Empty<RunPart>() : [new RunPart(RunPart.Adapt, RunNames.Adaptation, HasShards: false)],
        new RunPart(RunPart.Evaluate, RunPart.Evaluate, context.NeedsLabels),
    ];

    /// <summary>Does a share of a part, with a mark that tells of it. One that is marked as done with these settings and inputs is done.</summary>
    /// <returns>What was measured; null where nothing was.</returns>
    public async Task<RunSummary?> RunPartAsync(
        RunPart part, StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        context.Share = share;
        ShardRecord? mark = null;
        try
        {
            (RunPart Part, Func<string> Fingerprint, Func<StageShare, Task> Run) stage = context.NeedsLabels
                ? Labels.Parts(progress, cancellationToken).FirstOrDefault(p => p.Part == part) : default;
            string? fingerprint = stage.Part is null ? null : stage.Fingerprint();
            if (fingerprint is not null && PartMarks.DoneOf(Folder, part, share).FirstOrDefault(m => m.Fingerprint == fingerprint) is { } before)
            {
                context.Log.LogInformation("{Part}: {Share} done before, kept", part.Name, before.Share);
                return null;
            }

            mark = PartMarks.Begin(Folder, part, share);
            using IDisposable alive = PartMarks.KeepAlive(Folder, part, mark);
            RunSummary? summary = null;
            if (stage.Part is not null)
            {
                await stage.Run(share);
            }
            else
            {
                summary = await RunOtherAsync(part, share, progress, cancellationToken);
            }

            PartMarks.End(Folder, part, mark, fingerprint ?? StageFolder.FingerprintOf(Path.Combine(Folder.Path, part.Folder)), null);
            return summary;
        }
        catch (Exception fault)
        {
            if (share.Merge is int shards && fault is DatasetException)
            {
                PartMarks.ClearShards(Folder, part, shards); // what one of them says to have left is not there, or not as it was
            }

            PartMarks.End(Folder, part, mark ?? PartMarks.Begin(Folder, part, share), null, fault is OperationCanceledException ? "cancelled" : fault.Message);
            throw;
        }
    }

    private async Task<RunSummary?> RunOtherAsync(
        RunPart part, StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        RunEvaluation evaluation = new(context);
        switch (part.Name)
        {
            case RunPart.Inputs:
                Check();
                _ = context.Inputs(progress, cancellationToken);
                if (context.NeedsLabels)
                {
                    Labels.Prepare(progress, cancellationToken);
                }

                PartMarks.Clear(Folder, RunPart.Evaluate); // the truth may have changed
                return null;
            case RunPart.Adapt:
                return await AdaptAsync(progress, cancellationToken);
            default:
                if (context.NeedsLabels)
                {
                    StageGate.Require(
                        part.Name, Folder.Correction, Labels.Fingerprints.Correction(progress, cancellationToken), "correct", share.Shard is null ? _ => false
                            : file => context.IsOwn(StageFolder.NameOf(file)));
                }

                if (share.Shard is Shard shard)
                {
                    await evaluation.CountAsync(shard, progress, cancellationToken);
                    return null;
                }

                AdaptationMeasures? adapted = Adapt() is { } stage ? await stage.RunAsync(trains: false, progress, cancellationToken) : null;
                RunSummary summary = share.Merge is int shards ? evaluation.Merge(shards) : new RunSummary(context.Given.Entries.Count, null, [], null);
                return Written(summary with { Adaptation = adapted });
        }
    }

    /// <summary>Takes part in a training that the first process has begun.</summary>
    public Task FollowAsync(TrainingOrder order, CancellationToken cancellationToken) => Adapt()!.FollowAsync(order, cancellationToken);

    /// <summary>Stage 4 alone.</summary>
    public async Task<RunSummary> AdaptAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        AdaptStage stage = Adapt() ?? throw new ArgumentException("The settings have no section adaptation; set adaptation.setting to source_free, "
            + "black_box, uda or supervised.");
        stage.Check();
        AdaptationMeasures adapted = await stage.RunAsync(trains: true, progress, cancellationToken);
        RunSummary summary = new(context.Given.Entries.Count, null, [], null) { Adaptation = adapted };
        return context.NeedsLabels ? summary : Written(summary); // else the measures are those of a whole run
    }

    private AdaptStage? Adapt() => context.Options.Adaptation is AdaptationOptions options
        ? _adapt ??= new AdaptStage(context, options, Labels.Fingerprints, new StudentStart(options, start, number)) : null;

    private RunSummary Written(RunSummary summary)
    {
        if (summary.HasMeasures)
        {
            AtomicFile.Write(context.Folder.Evaluation, summary.WriteJson);
        }

        return summary;
    }
}
