using SeCo.Adaptation;
using SeCo.Evaluation;
using SeCo.Prediction;
using SeCo.Reports;

namespace SeCo.Pipeline.Stages;

/// <summary>Lets the models of a round answer images with truth, and measures them in one pass: the source model, the last epoch, the best one.</summary>
internal sealed class AdaptedModels(RunContext context, AdaptationImages images, StudentStart start)
{
    /// <summary>How the adapted model looks at images: where the settings leave the input size open, at the size it was trained at.</summary>
    public static PredictionOptions OptionsOf(PredictionOptions given, ViewOptions views) => (given.InputWidth is null
        ? given with { InputWidth = views.InputWidth, InputHeight = views.InputHeight } : given) with { Probabilities = ProbabilityOutput.None };

    /// <summary>One row a model; none where there is no truth.</summary>
    public async Task<IReadOnlyList<ModelMeasures>> MeasureAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (images.Measured.Count == 0)
        {
            return [];
        }

        List<ReportLayer> layers = [];
        List<Func<IReadOnlyList<EvaluationReport>, ModelMeasures>> rows = [];
        if (start.Round == 1 && await SourceAnswers(progress, cancellationToken) is Func<ImageEntry, string> answers)
        {
            layers.Add(RunGalleries.Model(RunNames.SourceAnswers, answers));
            rows.Add(reports => new ModelMeasures("source only", null, null, reports[0]));
        }

        AdaptationFiles files = new(context.Folder.Adaptation);
        NetworkNotes? chosen = File.Exists(files.Best) ? PredictingModel.NotesOf(files.Best) : null;
        int? lastEpoch = PredictingModel.NotesOf(files.Last)?.Epoch;
        bool isChosen = chosen?.Criterion is not null && chosen.Criterion != OptionsWriter.NameOf(SelectionCriterion.Last); // else both files are the same
        bool hasOwnLast = isChosen && chosen!.Epoch != lastEpoch;
        int last = layers.Count;
        if (hasOwnLast)
        {
            layers.Add(await Adapted(files.Last, RunNames.LastAnswers, progress, cancellationToken));
        }
        else
        {
            NetworkPrediction.Remove(Path.Combine(context.Folder.Adapted, RunNames.LastAnswers)); // of an earlier training
        }

        layers.Add(await Adapted(isChosen ? files.Best : files.Last, RunNames.AdaptedAnswers, progress, cancellationToken));
        rows.Add(reports => new ModelMeasures("adapted (last epoch)", lastEpoch, null, reports[last]));
        if (isChosen)
        {
            string criterion = chosen!.Criterion!.Replace('_', ' ');
            rows.Add(reports => new ModelMeasures($"adapted (best epoch by {criterion})", chosen.Epoch, chosen.Criterion, reports[^1]));
        }

        EvaluationReport[] measured = await Task.Run(() => Measure(layers, progress, cancellationToken), cancellationToken);
        return [.. rows.Select(row => row(measured))];
    }

    /// <summary>
    /// Where the source model's answers lie: as they are given, as the run has asked for them, or as it asks for them now; null where no model predicts.
    /// </summary>
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

        return await Answer(context.Options.Model, RunNames.SourceAnswers, progress, cancellationToken);
    }

    private async Task<ReportLayer> Adapted(string weights, string folder, IProgress<StageProgress>? progress, CancellationToken cancellationToken) =>
        RunGalleries.Model(folder, await Answer(new ModelOptions { Weights = weights }, folder, progress, cancellationToken));

    private async Task<Func<ImageEntry, string>> Answer(ModelOptions model, string folder, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        string output = Path.Combine(context.Folder.Adapted, folder);
        using PredictingModel opened = PredictingModel.Open(model, context.Given.Classes, context.Device, context.Parts.Engine);
        PredictionOptions options = context.Options.Prediction with { Probabilities = ProbabilityOutput.None };
        PredictionSummary summary = await opened.Prediction(options).RunAsync(images.Measured, output, progress, cancellationToken);
        if (summary.Damage is not null)
        {
            context.Log.LogWarning("{Damage}", summary.Damage);
        }

        return e => RunFolder.LabelOf(Path.Combine(output, NetworkPrediction.LabelFolder), e.Name);
    }

    private EvaluationReport[] Measure(IReadOnlyList<ReportLayer> layers, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ReportGallery gallery = new RunGalleries(context.Options, context.Folder).Validation(images.Measured, layers);
        GallerySurvey survey = GallerySurvey.Of(
            gallery, context.Given.Classes, 0, context.Parallelism, measure: true, visit: null, progress, cancellationToken);
        if (context.Options.Validation is not null)
        {
            context.Surveys.Add(survey);
        }

        return [.. survey.Layers.Select(layer => RunEvaluation.ReportOf(layer, context.Given.Classes))];
    }
}
