namespace SeCo.Prediction;

/// <summary>Whether the probability of every class is written, and how.</summary>
public enum ProbabilityOutput
{
    /// <summary>Labels and confidences only. Default.</summary>
    None,

    /// <summary>Bytes, probability times 255: K bytes a pixel.</summary>
    Bytes,

    /// <summary>16-bit floating point: 2 K bytes a pixel.</summary>
    HalfPrecision,

    /// <summary>32-bit floating point: 4 K bytes a pixel.</summary>
    FullPrecision,
}
