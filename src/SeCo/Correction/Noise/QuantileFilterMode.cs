namespace SeCo.Correction;

/// <summary>Which regions the reference's quantile filter drops; comparisons are strict, equality survives (the reference's <c>vis_json.py</c>).</summary>
public enum QuantileFilterMode
{
    /// <summary>None.</summary>
    None,

    /// <summary>Loss above the threshold over all regions.</summary>
    Loss,

    /// <summary>Score below the threshold over all regions.</summary>
    Score,

    /// <summary>Either.</summary>
    Both,

    /// <summary>Loss above the threshold of the predicted class.</summary>
    LocalLoss,

    /// <summary>Score below the threshold of the predicted class.</summary>
    LocalScore,

    /// <summary>Either of the thresholds of the predicted class.</summary>
    LocalBoth,

    /// <summary>Loss above the threshold of the predicted class and above the mean of those thresholds.</summary>
    BothLoss,

    /// <summary>Score below the threshold of the predicted class and below the mean of those thresholds.</summary>
    BothScore,

    /// <summary><see cref="BothLoss"/> or <see cref="BothScore"/>.</summary>
    BothBoth,
}
