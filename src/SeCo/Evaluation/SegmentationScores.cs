namespace SeCo.Evaluation;

/// <summary>Scores of label maps against ground truth, as shares in [0, 1]; NaN where there is nothing to measure.</summary>
/// <remarks>
/// "Covered" scores leave out pixels without a prediction, "strict" scores count them as wrong; both leave out pixels without ground truth. A mean over
/// classes is over the classes present (union, or target, above 0), except the two <c>Reference</c> means, which follow <c>cal_iou_json.py</c>: over all K
/// classes, absent ones counted 0, with 1e-10 added to each union.
/// </remarks>
public sealed record SegmentationScores
{
    private const double ReferenceEpsilon = 1e-10;

    /// <summary>Mean intersection over union, covered.</summary>
    public required double Miou { get; init; }

    /// <summary>Mean intersection over union, strict.</summary>
    public required double MiouStrict { get; init; }

    /// <summary>The reference's mean, covered (its <c>ignore_test_255</c>).</summary>
    public required double MiouReference { get; init; }

    /// <summary>The reference's mean, strict.</summary>
    public required double MiouReferenceStrict { get; init; }

    /// <summary>Share of pixels predicted rightly, covered.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Share of pixels predicted rightly, strict.</summary>
    public required double AccuracyStrict { get; init; }

    /// <summary>Mean over classes of their accuracy, covered.</summary>
    public required double MeanAccuracy { get; init; }

    /// <summary>Mean over classes of their accuracy, strict.</summary>
    public required double MeanAccuracyStrict { get; init; }

    /// <summary>Share of the pixels with ground truth that have a prediction.</summary>
    public required double Coverage { get; init; }

    /// <summary>Every class, by id.</summary>
    public required IReadOnlyList<ClassScores> PerClass { get; init; }

    /// <summary>The scores of a confusion matrix.</summary>
    /// <exception cref="ArgumentException">The matrix has another number of classes than the set.</exception>
    public static SegmentationScores From(ConfusionMatrix confusion, ClassSet classes)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        double[] counts = new double[confusion.Counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = confusion.Counts[i];
        }

        return From(counts, classes);
    }

    /// <summary>The scores of a matrix that may hold parts of pixels.</summary>
    /// <param name="counts"><c>[K, K + 1]</c>, as in <see cref="ConfusionMatrix"/>.</param>
    /// <param name="classes">The classes.</param>
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

        ClassScores[] perClass = new ClassScores[k];
        for (int c = 0; c < k; c++)
        {
            perClass[c] = new ClassScores
            {
                Id = c,
                Name = classes.Classes[c].Name,
                Iou = correct[c] / (covered[c] + predicted[c] - correct[c]),
                IouStrict = correct[c] / (target[c] + predicted[c] - correct[c]),
                Accuracy = correct[c] / covered[c],
                AccuracyStrict = correct[c] / target[c],
                TargetPixels = (long)Math.Round(target[c]),
                CoveredPixels = (long)Math.Round(covered[c]),
                PredictedPixels = (long)Math.Round(predicted[c]),
                CorrectPixels = (long)Math.Round(correct[c]),
            };
        }

        return new SegmentationScores
        {
            Miou = Mean(perClass.Select(c => c.Iou)),
            MiouStrict = Mean(perClass.Select(c => c.IouStrict)),
            MiouReference = ReferenceMean(correct, covered, predicted),
            MiouReferenceStrict = ReferenceMean(correct, target, predicted),
            Accuracy = correct.Sum() / covered.Sum(),
            AccuracyStrict = correct.Sum() / target.Sum(),
            MeanAccuracy = Mean(perClass.Select(c => c.Accuracy)),
            MeanAccuracyStrict = Mean(perClass.Select(c => c.AccuracyStrict)),
            Coverage = covered.Sum() / target.Sum(),
            PerClass = perClass,
        };
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
