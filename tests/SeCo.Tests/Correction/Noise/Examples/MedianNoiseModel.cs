using SeCo.Correction.Noise;

namespace SeCo.Tests.Correction.Noise.Examples;

/// <summary>The rule <c>median</c>: a region is noisy where its loss is more than some times the median loss of its class.</summary>
/// <param name="times">How many times.</param>
public sealed class MedianNoiseModel(double times) : INoiseModel
{
    /// <summary>The row for the registry.</summary>
    public static NoiseRuleEntry Rule { get; } = new("median", options => new MedianNoiseModel(1 / options.KeepRatio));

    /// <inheritdoc/>
    public NoiseEstimate Estimate(NoiseInput regions)
    {
        bool[] clean = new bool[regions.Scores.Length];
        foreach (IGrouping<byte, int> members in Enumerable.Range(0, clean.Length).GroupBy(i => regions.Classes[i]))
        {
            double[] sorted = [.. members.Select(i => regions.Scores[i]).Order()];
            double limit = times * sorted[sorted.Length / 2];
            foreach (int i in members)
            {
                clean[i] = regions.Scores[i] <= limit;
            }
        }

        return new NoiseEstimate(clean);
    }

    /// <inheritdoc/>
    public string Explain(NoiseInput regions) =>
        $"Rule median: a region is noisy where it has more than {times} times the median of the {regions.Signal} of its class.";
}
