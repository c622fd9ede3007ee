namespace SeCo.Adaptation;

/// <summary>Class weights of the labelled loss: rare classes count little, and trusted labels cover some classes more than others.</summary>
/// <remarks>
/// w_c ∝ p_c^−exponent · (p_c / l_c)^coverage_exponent, where p_c is the share of class c in the answers of the model that the labels come from (without
/// answers: in the labels), and l_c its share in the labels. Each factor is kept within 0.1 and 10, and the mean weight over the labelled pixels is 1. The
/// paper and UniMatch have none.
/// </remarks>
public sealed record ClassBalanceOptions
{
    /// <summary>Exponent of rarity, 0 for none, 1 for weights that give every class the same sum.</summary>
    public double Exponent { get; init; }

    /// <summary>
    /// Exponent of coverage: 0 for none; 1 so that the student does not take the labels' shares for the classes'. Needs the model's answers.
    /// </summary>
    public double CoverageExponent { get; init; }

    /// <summary>Whether there are weights.</summary>
    [NotConfigurable]
    public bool IsEnabled => Exponent > 0 || CoverageExponent > 0;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.class_balance",
        (Exponent is >= 0 and <= 2, $"exponent is {Exponent}, expected 0 to 2"),
        (CoverageExponent is >= 0 and <= 2, $"coverage_exponent is {CoverageExponent}, expected 0 to 2"));
}
