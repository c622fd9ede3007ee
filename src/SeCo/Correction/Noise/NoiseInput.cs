namespace SeCo.Correction.Noise;

/// <summary>What a noise model is given: one entry a region in every list.</summary>
/// <param name="Scores">The noise score of each region, finite; larger means more likely wrong. The classifier's loss, or loss and confidence
/// together.</param>
/// <param name="Classes">The class of each region.</param>
public sealed record NoiseInput(double[] Scores, byte[] Classes)
{
    /// <summary>What <see cref="Scores"/> are, in the plural.</summary>
    public string Signal { get; init; } = "losses";

    /// <summary>The pixels of each region.</summary>
    public int[] Areas { get; init; } = [];

    /// <summary>What the classifier says of each region.</summary>
    public RegionJudgement[] Judgements { get; init; } = [];

    /// <summary>The model's mean confidence in each region's class, in [0, 1]; not a number where unknown.</summary>
    public float[] Confidences { get; init; } = [];

    /// <summary>The model's doubt in each class, in [0, 1], by class id; null where confidences are unknown.</summary>
    public double[]? ClassDoubts { get; init; }

    /// <summary>Checks what every model needs.</summary>
    internal void Validate()
    {
        if (Scores.Length != Classes.Length)
        {
            throw new ArgumentException($"{Scores.Length} scores for {Classes.Length} regions.");
        }

        int odd = Array.FindIndex(Scores, s => !double.IsFinite(s));
        if (odd >= 0)
        {
            throw new ArgumentException($"The score of region {odd} is {Scores[odd]}, expected a finite number.");
        }
    }
}
