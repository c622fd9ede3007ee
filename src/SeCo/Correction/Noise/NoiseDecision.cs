using SeCo.Imaging;
using SeCo.Labels;

namespace SeCo.Correction.Noise;

/// <summary>Decides what becomes of a region (paper section 3.3).</summary>
/// <remarks>
/// Clean: the noise model trusts it. Corrected: it does not, and the largest class probability is above tau_cr; the region takes the predicted class,
/// even where that is the class it already has. Rejected: the rest; label 255.
/// </remarks>
/// <param name="correctionThreshold">tau_cr, in [0, 1].</param>
/// <param name="survivorsTakePrediction">True for the reference's filters: trusted regions take the predicted class, the others lose their label.</param>
public sealed class NoiseDecision(double correctionThreshold, bool survivorsTakePrediction = false)
{
    /// <summary>Decides about one region.</summary>
    /// <param name="clean">Whether the noise model trusts it.</param>
    /// <param name="category">The region's own class.</param>
    /// <param name="judged">What the classifier says.</param>
    /// <returns>The verdict, and the label to paint the region with.</returns>
    public (RegionVerdict Verdict, byte Label) Decide(bool clean, byte category, RegionJudgement judged) =>
        survivorsTakePrediction
            ? !clean ? (RegionVerdict.Rejected, LabelMap.Ignore)
                : (judged.Predicted == category ? RegionVerdict.Clean : RegionVerdict.Corrected, judged.Predicted)
            : clean ? (RegionVerdict.Clean, category)
            : judged.Probability > correctionThreshold ? (RegionVerdict.Corrected, judged.Predicted)
            : (RegionVerdict.Rejected, LabelMap.Ignore);
}
