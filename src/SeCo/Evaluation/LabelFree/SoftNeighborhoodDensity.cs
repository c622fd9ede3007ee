namespace SeCo.Evaluation;

/// <summary>
/// How densely a model's answers lie together, without any ground truth: answers of a well-adapted model form dense neighbourhoods. Source: Saito et al.,
/// "Tune it the Right Way", ICCV 2021: cosine similarities of the probabilities, softened with a temperature, and the entropy of each answer's neighbours.
/// </summary>
public static class SoftNeighborhoodDensity
{
    /// <summary>The temperature of the paper.</summary>
    public const double Temperature = 0.05;

    /// <summary>The density of some answers.</summary>
    /// <param name="answers">Probabilities, <c>[N, K]</c>, row after row.</param>
    /// <param name="classes">K, at least 1.</param>
    /// <returns>The mean over the N answers of the entropy of their soft neighbours, in nats, 0 to ln(N - 1); the larger, the denser.
    /// NaN for N below 2.</returns>
    /// <remarks>Takes N² K steps: give a fixed number of answers of each image, and average over images.</remarks>
    public static double Of(ReadOnlySpan<float> answers, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        int n = answers.Length / classes;
        float[] unit = answers[..(n * classes)].ToArray();
        for (int i = 0; i < n; i++)
        {
            Span<float> row = unit.AsSpan(i * classes, classes);
            TensorPrimitives.Divide(row, Math.Max(TensorPrimitives.Norm<float>(row), 1e-12f), row);
        }

        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double total = 0, weighted = 0;
            for (int j = 0; j < n; j++)
            {
                if (j != i)
                {
                    // No similarity is above 1, so that no power is above 1 either.
                    double similarity = (TensorPrimitives.Dot<float>(unit.AsSpan(i * classes, classes), unit.AsSpan(j * classes, classes)) - 1) / Temperature;
                    double power = Math.Exp(similarity);
                    (total, weighted) = (total + power, weighted + (power * similarity));
                }
            }

            sum += Math.Log(total) - (weighted / total);
        }

        return n < 2 ? double.NaN : sum / n;
    }
}
