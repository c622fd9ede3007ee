namespace SeCo.Reports;

/// <summary>How far labels agree with truth: shares in [0, 1] of the pixels that have a label, strict ones with the others counted as wrong; coverage is the
/// share of pixels with truth that have a label.</summary>
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
