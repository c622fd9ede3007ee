namespace SeCo.Correction.Noise;

/// <summary>What a classifier says about a region.</summary>
/// <param name="Loss">Unsmoothed cross-entropy of the region's own class, in nats.</param>
/// <param name="Predicted">The class with the largest probability.</param>
/// <param name="Probability">That probability, in [0, 1].</param>
public readonly record struct RegionJudgement(float Loss, byte Predicted, float Probability)
{
    /// <summary>Reads a judgement off log-probabilities, one a class.</summary>
    /// <exception cref="InvalidOperationException">They are no numbers.</exception>
    internal static RegionJudgement From(ReadOnlySpan<float> logProbabilities, byte label)
    {
        if (!TensorPrimitives.IsFiniteAll(logProbabilities))
        {
            throw new InvalidOperationException(
                "correct: the region classifier answers with values that are no numbers (NaN or infinity): its numbers grow too large. Take other weights "
                + "(correction.weights), or lower the learning rates of correction.windows or correction.frozen.");
        }

        int best = TensorPrimitives.IndexOfMax(logProbabilities);
        return new RegionJudgement(-logProbabilities[label], (byte)best, MathF.Exp(logProbabilities[best]));
    }
}
