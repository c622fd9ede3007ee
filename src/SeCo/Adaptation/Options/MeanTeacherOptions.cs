namespace SeCo.Adaptation;

/// <summary>Self-training with a running mean of the student. The defaults are DAFormer's. Source: Hoyer et al. 2022; its <c>dacs.py</c>.</summary>
public sealed record MeanTeacherOptions
{
    /// <summary>α, the teacher's share of itself in each step: θ' ← α θ' + (1 − α) θ, with α at most 1 − 1/(t + 1) at the start.</summary>
    public double Decay { get; init; } = 0.999;

    /// <summary>β, weight of the target's loss: L = L_s + β L_t (paper, section 2).</summary>
    public double TargetWeight { get; init; } = 1;

    /// <summary>The teacher's labels weigh as much as the share of pixels whose largest probability is at least this.</summary>
    public double ConfidenceThreshold { get; init; } = 0.968;

    /// <summary>Whether pixels without a connectivity label learn from the teacher; without it they are left out.</summary>
    public bool TeacherFillsGaps { get; init; } = true;

    /// <summary>
    /// Whether the target's loss is divided by all pixels of the mixed images, as in DAFormer: few labels weigh little. Else by those that teach.
    /// </summary>
    public bool CountsIgnored { get; init; } = true;

    /// <summary>Whether half of the source image's classes are pasted on the target image (ClassMix).</summary>
    public bool ClassMix { get; init; } = true;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.mean_teacher",
        (Decay is >= 0 and < 1, $"decay is {Decay}, expected 0 to under 1"),
        (TargetWeight is >= 0 and <= 100, $"target_weight is {TargetWeight}, expected 0 to 100"),
        (ConfidenceThreshold is >= 0 and <= 1, $"confidence_threshold is {ConfidenceThreshold}, expected 0 to 1"));
}
