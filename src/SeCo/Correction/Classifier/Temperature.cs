namespace SeCo.Correction.Classifier;

/// <summary>Calibration by one number: logits are divided by it, so that probabilities say how often a class is right.</summary>
/// <remarks>Source: Guo et al., "On calibration of modern neural networks", 2017. Fitted on answers to regions that the classifier was not trained on, against
/// their noisy classes: a probability then says how often such a region has the class, mistakes of the labels included.</remarks>
internal static class Temperature
{
    private const double Lowest = 0.05, Highest = 20;
    private const int Rounds = 40;

    /// <summary>Finds the temperature, in [0.05, 20], with the least mean cross-entropy of log-probabilities <c>[N, K]</c> and noisy classes <c>[N]</c>; 1
    /// where there are none.</summary>
    public static double Fit(float[] answers, byte[] labels, int classes)
    {
        if (labels.Length == 0)
        {
            return 1;
        }

        // The loss is convex in 1/T: thirds of the interval close in on its minimum.
        double low = 1 / Highest, high = 1 / Lowest;
        for (int round = 0; round < Rounds; round++)
        {
            double left = low + ((high - low) / 3), right = high - ((high - low) / 3);
            (low, high) = Loss(answers, labels, classes, left) <= Loss(answers, labels, classes, right) ? (low, right) : (left, high);
        }

        return 2 / (low + high);
    }

    /// <summary>Divides log-probabilities <c>[N, K]</c> by a temperature, in place.</summary>
    public static void Apply(double temperature, float[] answers, int classes)
    {
        for (int row = 0; row < answers.Length; row += classes)
        {
            Span<float> own = answers.AsSpan(row, classes);
            TensorPrimitives.Multiply(own, (float)(1 / temperature), own);
            TensorPrimitives.Add(own, -LogSum(own), own);
        }
    }

    private static double Loss(float[] answers, byte[] labels, int classes, double inverse)
    {
        float[] scaled = new float[classes];
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            TensorPrimitives.Multiply(answers.AsSpan(i * classes, classes), (float)inverse, scaled);
            sum += LogSum(scaled) - scaled[labels[i]];
        }

        return sum / labels.Length;
    }

    private static float LogSum(ReadOnlySpan<float> logits)
    {
        float most = TensorPrimitives.Max(logits);
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - most);
        }

        return most + (float)Math.Log(sum);
    }
}
