namespace SeCo.Correction.Noise;

/// <summary>How noise signals become one score.</summary>
public enum NoiseCombination
{
    /// <summary>The weighted mean of each signal's rank, in (0, 1); equal values share their mean rank. Blind to scale and outliers.</summary>
    RankAverage,

    /// <summary>The logistic function of the weighted sum of z-scores, in (0, 1). Keeps distances, and so the two modes a mixture looks for.</summary>
    LogisticZScores,

    /// <summary>The weighted sum of the signals as they are: for signals that are negative logarithms of probabilities, the evidence of independent
    /// witnesses.</summary>
    Sum,
}
