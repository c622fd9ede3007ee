using SeCo.Imaging.Resampling;

namespace SeCo.Evaluation;

/// <summary>Measures label maps against ground truth.</summary>
/// <param name="classes">The class set of both.</param>
/// <param name="options">How they are compared; null: the defaults.</param>
public sealed class Evaluator(ClassSet classes, EvaluationOptions? options = null)
{
    private readonly EvaluationOptions _options = options ?? new EvaluationOptions();

    /// <summary>Compares two folders, as <c>seco evaluate</c> does; <see cref="LabelPairs.Match"/> says which files belong together.</summary>
    /// <exception cref="DatasetException">Missing, ambiguous, unreadable or mis-sized files, or labels outside the class set; all faults together.</exception>
    public Task<EvaluationReport> RunAsync(
        string predictions, string truth, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        _options.Validate();
        List<string> leftOut = [];
        IReadOnlyList<LabelPair> pairs = LabelPairs.Match(predictions, truth, _options.AllowMissing, leftOut);
        return Task.Run(() => Run(pairs, progress, cancellationToken) with { LeftOut = leftOut }, cancellationToken);
    }

    private EvaluationReport Run(IReadOnlyList<LabelPair> pairs, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ConfusionMatrix confusion = new(classes.Count);
        PaletteOrder truths = new(classes), predictions = new(classes);
        ImageBatch.Run("evaluate", "images", pairs.Count, _options.Parallelism, progress, i =>
        {
            (LabelMap truth, LabelMap prediction) = Read(pairs[i], truths, predictions);
            lock (confusion)
            {
                confusion.Add(truth, prediction);
            }
        }, cancellationToken);
        if (!confusion.Counts.ContainsAnyExcept(0))
        {
            throw new DatasetException(
                $"{pairs[0].TruthPath}: neither this ground truth nor that of the other images has a pixel with a label: nothing can be measured.");
        }

        return new EvaluationReport(classes.Name, pairs.Count, SegmentationScores.From(confusion, classes))
        {
            Suspicions = [.. new[] { truths.Suspicion, predictions.Suspicion }.OfType<string>()],
        };
    }

    private (LabelMap Truth, LabelMap Prediction) Read(LabelPair pair, PaletteOrder truths, PaletteOrder predictions)
    {
        LabelMap truth = truths.Read(pair.TruthPath);
        classes.Require(truth, pair.TruthPath);
        LabelMap prediction = predictions.Read(pair.PredictionPath);
        classes.Require(prediction, pair.PredictionPath);
        if (!truth.HasSizeOf(prediction))
        {
            prediction = _options.Resize ? NearestResize.Resize(prediction, truth.Width, truth.Height) : throw new DatasetException(
                $"{pair.PredictionPath}: {prediction.Width} x {prediction.Height} pixels, but {pair.TruthPath} has {truth.Width} x {truth.Height}. "
                + "Write predictions in the size of the ground truth, or allow nearest-neighbour resizing (--resize).");
        }

        return (truth, prediction);
    }
}
