using SeCo.Aggregation;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.Evaluation;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.PixelLabels;
using SeCo.Storage;

namespace SeCo.Pipeline;

/// <summary>Measures the labels of every stage of a run against ground truth, where there is any. Reads truth; nothing else does.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="entries">Its images, with the answers of the model.</param>
/// <param name="folder">The run.</param>
/// <param name="parallelism">Images worked on at once.</param>
internal sealed class RunEvaluation(Dataset dataset, IReadOnlyList<ImageEntry> entries, RunFolder folder, int parallelism)
{
    private readonly ImageEntry[] _entries = [.. entries.Where(e => e.TruthPath is not null)];

    public async Task<RunSummary> RunAsync(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_entries.Length == 0)
        {
            return new RunSummary(dataset.Entries.Count, null, [], null);
        }

        Evaluator evaluator = new(dataset.Classes, new EvaluationOptions { Parallelism = parallelism });
        EvaluationReport pixels = await Measure(evaluator, e => PixelLabelling.LabelPath(folder.PixelLabels, e.Name), progress, cancellationToken);
        EvaluationReport aggregated = await Measure(evaluator, e => PixelSemanticAggregation.LabelPath(folder.Aggregation, e.Name), progress, cancellationToken);
        EvaluationReport corrected = await Measure(evaluator, e => RunFolder.LabelOf(folder.Labels, e.Name), progress, cancellationToken);
        EqualCoverageComparison? thresholding = await Task.Run(() => CountConfidences(progress, cancellationToken), cancellationToken);
        RegionScores filter = await Task.Run(() => RegionScores.From(JudgedRegions(progress, cancellationToken)), cancellationToken);
        long kept = filter.Clean.Count + filter.Corrected.Count;
        return new RunSummary(
            dataset.Entries.Count,
            corrected,
            [
                Row("pixel labels", null, pixels, thresholding),
                Row("PSA", filter.All.Count + filter.Unjudged, aggregated, thresholding),
                Row("PSA + SCC", kept, corrected, thresholding),
            ],
            filter);
    }

    private static StageMeasures Row(string stage, long? regions, EvaluationReport report, EqualCoverageComparison? thresholding)
    {
        SegmentationScores? equal = thresholding?.AtCoverage(report.Scores.Coverage).Scores;
        return new StageMeasures(stage, regions, report.Scores, equal is null ? null : new ThresholdingScores(equal.Accuracy, equal.Miou));
    }

    private Task<EvaluationReport> Measure(Evaluator evaluator, Func<ImageEntry, string> labels, IProgress<StageProgress>? progress, CancellationToken cancellationToken) =>
        evaluator.RunAsync([.. _entries.Select(e => new LabelPair(e.Name, labels(e), e.TruthPath!, e.TruthMap))], progress, cancellationToken);

    private EqualCoverageComparison? CountConfidences(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (_entries.Any(e => e.PredictionPath is null || e.ConfidencePath is null))
        {
            return null;
        }

        EqualCoverageComparison comparison = new(dataset.Classes);
        for (int i = 0; i < _entries.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ImageEntry entry = _entries[i];
            comparison.Add(LabelPng.Read(entry.PredictionPath!), ConfidencePng.Read(entry.ConfidencePath!), entry.ReadTruth());
            progress?.Report(new StageProgress("evaluate", "confidence thresholding", i + 1, _entries.Length));
        }

        return comparison;
    }

    // One image's regions at a time, each with its true class.
    private IEnumerable<ConnectedRegion> JudgedRegions(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        CorrectionFiles files = new(folder.Correction);
        for (int i = 0; i < _entries.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LabelMap truth = _entries[i].ReadTruth();
            foreach (ConnectedRegion region in RegionFile.Read(files.Verdicts(_entries[i].Name), dataset.Classes))
            {
                yield return region with { TrueLabel = RegionTruth.FromCounts(region.Mask.CountLabels(truth), region.Area, region.CategoryId) };
            }

            progress?.Report(new StageProgress("evaluate", "regions", i + 1, _entries.Length));
        }
    }
}
