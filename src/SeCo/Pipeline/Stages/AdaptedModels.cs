using SeCo.Adaptation;
using SeCo.Configuration;
using SeCo.Datasets;
using SeCo.Evaluation;
using SeCo.Prediction;
using SeCo.Storage;

namespace SeCo.Pipeline.Stages;

/// <summary>Lets the models of a round answer images with truth, and measures them: the source model, the last epoch, the best one.</summary>
/// <param name="context">The round.</param>
/// <param name="images">The images.</param>
/// <param name="start">Which round it is.</param>
internal sealed class AdaptedModels(RunContext context, AdaptationImages images, StudentStart start)
{
    /// <summary>One row a model; none where there is no truth.</summary>
    public async Task<IReadOnlyList<ModelMeasures>> MeasureAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        List<ModelMeasures> rows = [];
        if (images.Measured.Count == 0)
        {
            return rows;
        }

        if (start.Round == 1 && await SourceAnswers(progress, cancellationToken) is Func<ImageEntry, string> answers)
        {
            rows.Add(new ModelMeasures("source only", null, null, await Measure(answers, progress, cancellationToken)));
        }

        AdaptationFiles files = new(context.Folder.Adaptation);
        (string last, string best) = (files.Last, files.Best);
        NetworkNotes? chosen = File.Exists(best) ? PredictingModel.NotesOf(best) : null;
        bool isChosen = chosen?.Criterion is not null && chosen.Criterion != OptionsWriter.NameOf(SelectionCriterion.Last); // else both files are the same
        rows.Add(new ModelMeasures(
            "adapted (last epoch)", PredictingModel.NotesOf(last)?.Epoch, null, await Adapted(last, isChosen ? "last" : "predictions", progress, cancellationToken)));
        if (isChosen)
        {
            string criterion = chosen!.Criterion!.Replace('_', ' ');
            rows.Add(new ModelMeasures($"adapted (best epoch by {criterion})", chosen.Epoch, chosen.Criterion, await Adapted(best, "predictions", progress, cancellationToken)));
        }

        return rows;
    }

    /// <summary>Where the source model's answers lie: as they are given, as the run has asked for them, or as it asks for them now; null where no model predicts.</summary>
    private async Task<Func<ImageEntry, string>?> SourceAnswers(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (context.Options.Model.Weights is null)
        {
            return images.Measured.All(e => e.PredictionPath is not null) ? e => e.PredictionPath! : null;
        }

        if (context.IsPredicted && images.MeasuredOn == "dataset")
        {
            return e => e.PredictionPath!;
        }

        return await Answer(context.Options.Model, "source", progress, cancellationToken);
    }

    private async Task<EvaluationReport> Adapted(string weights, string folder, IProgress<StageProgress>? progress, CancellationToken cancellationToken) =>
        await Measure(await Answer(new ModelOptions { Weights = weights }, folder, progress, cancellationToken), progress, cancellationToken);

    private async Task<Func<ImageEntry, string>> Answer(ModelOptions model, string folder, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        string output = Path.Combine(context.Folder.Adapted, folder);
        using PredictingModel opened = PredictingModel.Open(model, context.Given.Classes, context.Device);
        await opened.Prediction(context.Options.Prediction with { Probabilities = ProbabilityOutput.None }).RunAsync(images.Measured, output, progress, cancellationToken);
        return e => RunFolder.LabelOf(Path.Combine(output, NetworkPrediction.LabelFolder), e.Name);
    }

    private Task<EvaluationReport> Measure(Func<ImageEntry, string> answers, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        Evaluator evaluator = new(context.Given.Classes, new EvaluationOptions { Parallelism = context.Parallelism });
        return evaluator.RunAsync([.. images.Measured.Select(e => new LabelPair(e.Name, answers(e), e.TruthPath!, e.TruthMap))], progress, cancellationToken);
    }
}
