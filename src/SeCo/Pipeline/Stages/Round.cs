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
            await Labels.Predict(progress, cancellationToken);
        }
    }

    /// <summary>Runs and measures all.</summary>
    public async Task<RunSummary> RunAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (context.NeedsLabels)
        {
            await Labels.RunAsync(progress, cancellationToken);
        }

        AdaptationMeasures? adapted = Adapt() is { } stage ? await stage.RunAsync(progress, cancellationToken) : null;
        RunSummary summary = context.NeedsLabels
            ? await new RunEvaluation(context).RunAsync(progress, cancellationToken)
            : new RunSummary(context.Given.Entries.Count, null, [], null);
        return Written(summary with { Adaptation = adapted });
    }

    /// <summary>Stage 4 alone.</summary>
    public async Task<RunSummary> AdaptAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        AdaptStage stage = Adapt() ?? throw new ArgumentException("The settings have no section adaptation; set adaptation.setting to source_free, "
            + "black_box, uda or supervised.");
        stage.Check();
        AdaptationMeasures adapted = await stage.RunAsync(progress, cancellationToken);
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
