namespace SeCo.RunFiles;

/// <summary>How wrong regions were told from right ones: <c>correction/noise-model.json</c>.</summary>
public sealed record NoiseModelRecord : VersionedFile
{
    /// <summary>The noise rule, as settings name it.</summary>
    public required string Rule { get; init; }

    /// <summary>What the rule does and decides, in sentences for the report; null in files of older programs.</summary>
    public string? Explanation { get; init; }

    /// <summary>tau_ns: the noise probability from which a region is noisy.</summary>
    public double? NoiseThreshold { get; init; }

    /// <summary>tau_cr: the classifier's probability above which a noisy region takes its class.</summary>
    public double? CorrectionThreshold { get; init; }

    /// <summary>The fitted mixtures, over all regions first; none for rules without.</summary>
    public IReadOnlyList<NoiseMixtureRecord> Mixtures { get => field ?? []; init; }

    /// <summary>Named limits of rules without a mixture, on the axis of the histograms.</summary>
    public IReadOnlyDictionary<string, double> Limits { get => field ?? new Dictionary<string, double>(); init; }

    /// <summary>Histograms of what the rule looked at, over all regions first.</summary>
    public IReadOnlyList<NoiseHistogramRecord> Histograms { get => field ?? []; init; }
}
