namespace SeCo.Reports;

/// <summary>How far labels agree with truth.</summary>
/// <param name="Accuracy">Of the pixels that have a label, in [0, 1].</param>
/// <param name="Strict">Pixels without a label counted as wrong.</param>
/// <param name="Coverage">The share of pixels with truth that have a label.</param>
/// <param name="Miou">Mean intersection over union of the classes that are there, of the pixels that have a label.</param>
internal readonly record struct Agreement(double Accuracy, double Strict, double Coverage, double Miou)
{
    /// <summary>Of a matrix of counts; not a number where nothing was counted.</summary>
    public static Agreement Of(ConfusionMatrix confusion)
    {
        int k = confusion.Classes;
        (long correct, long covered, long all) = (0, 0, 0);
        for (int truth = 0; truth < k; truth++)
        {
            correct += confusion[truth, truth];
            for (int predicted = 0; predicted < k; predicted++)
            {
                covered += confusion[truth, predicted];
            }

            all += confusion[truth, k];
        }

        all += covered;
        double[] shares = [.. confusion.IntersectionsOverUnions().Where(s => !double.IsNaN(s))];
        return new Agreement((double)correct / covered, (double)correct / all, (double)covered / all, shares.Length == 0 ? double.NaN : shares.Average());
    }
}
