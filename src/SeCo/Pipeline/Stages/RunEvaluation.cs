using SeCo.Evaluation;
using SeCo.Pipeline.Stages;
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
        : Task.Run(() => Summary(context.Entries.Count, Count(context.Entries, progress, cancellationToken)), cancellationToken);

    /// <summary>Counts the images of a shard that have truth, into a file.</summary>
    public Task CountAsync(Shard shard, IProgress<StageProgress>? progress, CancellationToken cancellationToken) => Task.Run(
        () => Count([.. shard.Of(context.Entries).Where(e => e.TruthPath is not null)], progress, cancellationToken).Save(CountsOf(shard)), cancellationToken);

    /// <summary>Adds what so many shards have counted.</summary>
    /// <exception cref="DatasetException">Counts that are missing or damaged; all together.</exception>
    public RunSummary Merge(int shards)
    {
        EvaluationCounts all = NewCounts();
        List<string> faults = [];
        foreach (Shard shard in Enumerable.Range(1, shards).Select(i => new Shard(i, shards)))
        {
            if (Unreadable.FaultOf(() => all.Add(CountsOf(shard))) is { } fault)
            {
                faults.Add(fault);
            }
        }

        DatasetException.ThrowIfAny($"The {shards} shards of the evaluation cannot be added.", faults);
        return context.Entries.All(e => e.TruthPath is null) ? new RunSummary(context.Entries.Count, null, [], null) : Summary(context.Entries.Count, all);
    }

    private string CountsOf(Shard shard) => Path.Combine(
        PartMarks.FolderOf(context.Folder, RunPart.Evaluate), $"{PartMarks.NameOf(StageShare.Of(shard))}.counts");

    private EvaluationCounts NewCounts() => new(
        _classes, [.. GalleryOf(context.Entries).Layers.Where(l => l.IsMeasured).Select(l => l.Key)],
        context.Entries.Where(e => e.TruthPath is not null).All(e => e.PredictionPath is not null && e.ConfidencePath is not null));

    private ReportGallery GalleryOf(IReadOnlyList<ImageEntry> entries) =>
        new RunGalleries(context.Options, context.Folder).Target(entries, context.Entries.Any(e => e.PredictionPath is not null));

    /// <summary>What was counted against the truth, as measures.</summary>
    public static EvaluationReport ReportOf(LayerCount layer, ClassSet classes) =>
        new(classes.Name, layer.Measured, SegmentationScores.From(layer.Confusion, classes));

    private EvaluationCounts Count(IReadOnlyList<ImageEntry> entries, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ReportGallery gallery = GalleryOf(entries);
        int answers = gallery.Layers.ToList().FindIndex(layer => layer.Key == "prediction");
        EvaluationCounts counts = NewCounts();
        GallerySurvey survey = GallerySurvey.Of(
            gallery, _classes, context.Options.Report.Regions, context.Parallelism, measure: true, Add, progress, cancellationToken);
        context.Surveys.Add(survey);
        foreach ((ReportLayer layer, LayerCount count) in gallery.Layers.Zip(survey.Layers).Where(l => l.First.IsMeasured))
        {
            counts.Add(layer.Key, count.Measured, count.Confusion);
        }

        return counts;

        void Add(SurveyedImage image)
        {
            if (image.Truth is not { } truth)
            {
                return;
            }

            counts.Regions.Add([.. image.Regions!.Select(region => region with
            {
                TrueLabel = RegionTruth.FromCounts(region.Mask.CountLabels(truth), region.Area, region.CategoryId),
            })]);
            if (counts.Thresholding is { } thresholding)
            {
                Imaging.ConfidenceMap confidence = ConfidencePng.Read(image.Entry.ConfidencePath!);
                lock (thresholding)
                {
                    thresholding.Add(image.Layers[answers]!, confidence, truth);
                }
            }
        }
    }

    private static RunSummary Summary(int images, EvaluationCounts counts)
    {
        RegionScores filter = counts.Regions.Scores();
        EvaluationReport corrected = counts.Of("scc");
        return new RunSummary(
            images,
            corrected,
            [
                Row("pixel labels", null, counts.Of("pixel")),
                Row("PSA", filter.All.Count + filter.Unjudged, counts.Of("psa")),
                Row("PSA + SCC", filter.Clean.Count + filter.Corrected.Count, corrected),
            ],
            filter);

        StageMeasures Row(string stage, long? number, EvaluationReport report) =>
            new(stage, number, report.Scores, counts.Thresholding?.AtCoverage(report.Scores.Coverage));
    }
}
