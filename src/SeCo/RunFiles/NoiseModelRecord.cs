namespace SeCo.RunFiles;

/// <summary>How wrong regions were told from right ones: <c>correction/noise-model.json</c>.</summary>
/// <param name="Rule">The noise rule, as settings name it.</param>
/// <param name="Explanation">What the rule does and decides, in sentences for the report; null in files of older programs.</param>
/// <param name="NoiseThreshold">tau_ns: the noise probability from which a region is noisy.</param>
/// <param name="CorrectionThreshold">tau_cr: the classifier's probability above which a noisy region takes its class.</param>
public sealed record NoiseModelRecord(string Rule, string? Explanation = null, double? NoiseThreshold = null, double? CorrectionThreshold = null)
    : VersionedFile
{
    /// <summary>The fitted mixtures, over all regions first; none for rules without.</summary>
    public IReadOnlyList<NoiseMixtureRecord> Mixtures { get => field ?? []; init; }

    /// <summary>Named limits of rules without a mixture, on the axis of the histograms.</summary>
    public IReadOnlyDictionary<string, double> Limits { get => field ?? new Dictionary<string, double>(); init; }

    /// <summary>Histograms of what the rule looked at, over all regions first.</summary>
    public IReadOnlyList<NoiseHistogramRecord> Histograms { get => field ?? []; init; }
}
