using SeCo.Labels;

namespace SeCo.Correction.Noise;

/// <summary>Decides what becomes of regions (paper section 3.3).</summary>
/// <remarks>
/// Clean: noise probability below tau_ns. Corrected: noise probability at least tau_ns and largest class probability above tau_cr; the region takes the
/// predicted class, even where that is the class it already has. Rejected: the rest; label 255.
/// </remarks>
public sealed class NoiseDecision
{
    private readonly NoiseThresholds[] _thresholds = new NoiseThresholds[256];

    /// <summary>Creates a decision.</summary>
    /// <param name="thresholds">The thresholds of all classes; null for the paper's.</param>
    /// <param name="classThresholds">Thresholds of single classes, by the region's own class, instead.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is outside [0, 1].</exception>
    public NoiseDecision(NoiseThresholds? thresholds = null, IReadOnlyDictionary<byte, NoiseThresholds>? classThresholds = null)
    {
        Array.Fill(_thresholds, Checked(thresholds ?? NoiseThresholds.Paper));
        foreach ((byte id, NoiseThresholds own) in classThresholds ?? new Dictionary<byte, NoiseThresholds>())
        {
            _thresholds[id] = Checked(own);
        }
    }

    /// <summary>Decides about one region.</summary>
    /// <param name="category">The region's own class.</param>
    /// <param name="noiseProbability">The probability that this class is wrong.</param>
    /// <param name="predicted">The class with the largest probability.</param>
    /// <param name="maxProbability">That probability.</param>
    /// <returns>The verdict, and the label to paint the region with.</returns>
    public (RegionVerdict Verdict, byte Label) Decide(byte category, double noiseProbability, byte predicted, double maxProbability)
    {
        NoiseThresholds thresholds = _thresholds[category];
        return noiseProbability < thresholds.Noise ? (RegionVerdict.Clean, category)
            : maxProbability > thresholds.Correction ? (RegionVerdict.Corrected, predicted)
            : (RegionVerdict.Rejected, Imaging.LabelMap.Ignore);
    }

    private static NoiseThresholds Checked(NoiseThresholds thresholds)
    {
        if (thresholds is not { Noise: >= 0 and <= 1, Correction: >= 0 and <= 1 })
        {
            throw new ArgumentOutOfRangeException(nameof(thresholds), thresholds, "Both thresholds must be in [0, 1].");
        }

        return thresholds;
    }
}
