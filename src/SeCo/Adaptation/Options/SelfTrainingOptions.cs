namespace SeCo.Adaptation;

/// <summary>Settings of <see cref="AdaptationMethod.SelfTraining"/>.</summary>
public sealed record SelfTrainingOptions
{
    /// <summary>
    /// Whether pixels without a label learn from the student's running mean (<see cref="AdaptationOptions.Average"/>), which sees the crop unchanged.
    /// </summary>
    public bool FillGaps { get; init; }

    /// <summary>The mean's answer counts where its largest probability is at least this.</summary>
    public double ConfidenceThreshold { get; init; } = 0.9;

    /// <summary>Steps before gaps are filled: until norms and mean have settled on the target.</summary>
    public int FillFromStep { get; init; } = 25;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.self_training",
        (ConfidenceThreshold is >= 0 and <= 1, $"confidence_threshold is {ConfidenceThreshold}, expected 0 to 1"),
        (FillFromStep >= 0, $"fill_from_step is {FillFromStep}, expected 0 or more"));
}
