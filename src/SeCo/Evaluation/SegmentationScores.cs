namespace SeCo.Evaluation;

/// <summary>Scores of label maps against ground truth, as shares in [0, 1]; NaN where there is nothing to measure.</summary>
/// <remarks>
/// "Covered" scores leave out pixels without a prediction, "strict" scores count them as wrong; both leave out pixels without ground truth. A mean over
/// classes is over the classes present (union, or target, above 0), except the two <c>Reference</c> means, which follow <c>cal_iou_json.py</c>: over all K
/// classes, absent ones counted 0, with 1e-10 added to each union.
/// </remarks>
/// <param name="Miou">Mean intersection over union, covered.</param>
/// <param name="MiouStrict">Mean intersection over union, strict.</param>
/// <param name="MiouReference">The reference's mean, covered (its <c>ignore_test_255</c>).</param>
/// <param name="MiouReferenceStrict">The reference's mean, strict.</param>
/// <param name="Accuracy">Share of pixels predicted rightly, covered.</param>
/// <param name="AccuracyStrict">Share of pixels predicted rightly, strict.</param>
/// <param name="MeanAccuracy">Mean over classes of their accuracy, covered.</param>
/// <param name="MeanAccuracyStrict">Mean over classes of their accuracy, strict.</param>
/// <param name="Coverage">Share of the pixels with ground truth that have a prediction.</param>
/// <param name="PerClass">Every class, by id.</param>
public sealed record SegmentationScores(
    double Miou, double MiouStrict, double MiouReference, double MiouReferenceStrict, double Accuracy, double AccuracyStrict, double MeanAccuracy,
    double MeanAccuracyStrict, double Coverage, IReadOnlyList<ClassScoresRecord> PerClass)
{
    private const double ReferenceEpsilon = 1e-10;

    /// <summary>The scores of a confusion matrix.</summary>
    /// <exception cref="ArgumentException">The matrix has another number of classes than the set.</exception>
    public static SegmentationScores From(ConfusionMatrix confusion, ClassSet classes)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        double[] counts = new double[confusion.Counts.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertChecked(confusion.Counts, counts);
        return From(counts, classes);
    }

    /// <summary>The scores of a matrix as <see cref="ConfusionMatrix"/> has it, <c>[K, K + 1]</c>, that may hold parts of pixels.</summary>
    internal static SegmentationScores From(ReadOnlySpan<double> counts, ClassSet classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        int k = classes.Count;
        if (counts.Length != k * (k + 1))
        {
            throw new ArgumentException($"The confusion matrix has {counts.Length} entries, class set '{classes.Name}' needs {k * (k + 1)}.", nameof(counts));
        }

        double[] correct = new double[k], target = new double[k], covered = new double[k], predicted = new double[k];
        for (int t = 0; t < k; t++)
        {
            ReadOnlySpan<double> row = counts.Slice(t * (k + 1), k + 1);
            correct[t] = row[t];
            for (int p = 0; p < k; p++)
            {
                covered[t] += row[p];
                predicted[p] += row[p];
            }

            target[t] = covered[t] + row[k];
        }

        ClassScoresRecord[] perClass = new ClassScoresRecord[k];
        for (int c = 0; c < k; c++)
        {
            perClass[c] = new ClassScoresRecord(
                Id: c,
                Name: classes.Classes[c].Name,
                Iou: correct[c] / (covered[c] + predicted[c] - correct[c]),
                IouStrict: correct[c] / (target[c] + predicted[c] - correct[c]),
                Accuracy: correct[c] / covered[c],
                AccuracyStrict: correct[c] / target[c],
                TargetPixels: (long)Math.Round(target[c]),
                CoveredPixels: (long)Math.Round(covered[c]),
                PredictedPixels: (long)Math.Round(predicted[c]),
                CorrectPixels: (long)Math.Round(correct[c]));
        }

        return new SegmentationScores(
            Miou: Mean(perClass.Select(c => c.Iou)),
            MiouStrict: Mean(perClass.Select(c => c.IouStrict)),
            MiouReference: ReferenceMean(correct, covered, predicted),
            MiouReferenceStrict: ReferenceMean(correct, target, predicted),
            Accuracy: correct.Sum() / covered.Sum(),
            AccuracyStrict: correct.Sum() / target.Sum(),
            MeanAccuracy: Mean(perClass.Select(c => c.Accuracy)),
            MeanAccuracyStrict: Mean(perClass.Select(c => c.AccuracyStrict)),
            Coverage: covered.Sum() / target.Sum(),
            PerClass: perClass);
    }

    private static double Mean(IEnumerable<double> values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();

    private static double ReferenceMean(double[] correct, double[] target, double[] predicted)
    {
        double sum = 0;
        for (int c = 0; c < correct.Length; c++)
        {
            sum += correct[c] / (target[c] + predicted[c] - correct[c] + ReferenceEpsilon);
        }

        return sum / correct.Length;
    }
}
