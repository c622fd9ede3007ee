using SeCo.Evaluation;
using SeCo.Reports;

namespace SeCo.Pipeline;

/// <summary>
/// Measures the labels of every stage of a run against ground truth, where there is any, in one pass over the images that the report shares.
/// </summary>
internal sealed class RunEvaluation(RunContext context)
{
    private readonly ClassSet _classes = context.Given.Classes;

    /// <summary>Measures the labels.</summary>
    /// <exception cref="DatasetException">Files that cannot be used; all together.</exception>
    public Task<RunSummary> RunAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken) => context.Entries.All(e => e.TruthPath is null)
        ? Task.FromResult(new RunSummary(context.Entries.Count, null, [], null))
        : Task.Run(() => Run(progress, cancellationToken), cancellationToken);

    /// <summary>What was counted against the truth, as measures.</summary>
    public static EvaluationReport ReportOf(LayerCount layer, ClassSet classes) =>
        new(classes.Name, layer.Measured, SegmentationScores.From(layer.Confusion, classes));

    private RunSummary Run(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        RunOptions options = context.Options;
        ReportGallery gallery = new RunGalleries(options, context.Folder).Target(context.Entries, context.Entries.Any(e => e.PredictionPath is not null));
        int answers = LayerOf("prediction");
        bool hasConfidences = context.Entries.Where(e => e.TruthPath is not null).All(e => e.PredictionPath is not null && e.ConfidencePath is not null);
        EqualCoverageComparison? thresholding = hasConfidences ? new EqualCoverageComparison(_classes) : null;
        RegionCount regions = new();
        GallerySurvey survey = GallerySurvey.Of(
            gallery, _classes, options.Report.Regions, context.Parallelism, measure: true, Count, progress, cancellationToken);
        context.Surveys.Add(survey);

        RegionScores filter = regions.Scores();
        EvaluationReport corrected = Measured("scc");
        return new RunSummary(
            context.Entries.Count,
            corrected,
            [
                Row("pixel labels", null, Measured("pixel")),
                Row("PSA", filter.All.Count + filter.Unjudged, Measured("psa")),
                Row("PSA + SCC", filter.Clean.Count + filter.Corrected.Count, corrected),
            ],
            filter);

        int LayerOf(string key) => gallery.Layers.ToList().FindIndex(layer => layer.Key == key);

        void Count(SurveyedImage image)
        {
            if (image.Truth is not { } truth)
            {
                return;
            }

            regions.Add([.. image.Regions!.Select(region => region with
            {
                TrueLabel = RegionTruth.FromCounts(region.Mask.CountLabels(truth), region.Area, region.CategoryId),
            })]);
            if (thresholding is not null)
            {
                Imaging.ConfidenceMap confidence = ConfidencePng.Read(image.Entry.ConfidencePath!);
                lock (thresholding)
                {
                    thresholding.Add(image.Layers[answers]!, confidence, truth);
                }
            }
        }

        EvaluationReport Measured(string key) => ReportOf(survey.Layers[LayerOf(key)], _classes);

        StageMeasures Row(string stage, long? number, EvaluationReport report) =>
            new(stage, number, report.Scores, thresholding?.AtCoverage(report.Scores.Coverage));
    }
}
