namespace SeCo.Correction.Noise;

/// <summary>The noise rules that settings can name, a row each. A new one is a file with its model, a row here, and a name in
/// <see cref="NoiseRule"/>.</summary>
public static class NoiseRules
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<NoiseRuleEntry> All { get; } =
    [
        new("mixture", o => new MixtureNoiseModel(new MixtureOptions(), o)),
        new("reference_mixture", o => new MixtureNoiseModel(MixtureOptions.Reference, o)),
        new("class_balanced", o => new ClassBalancedNoiseModel(o)) { Faults = ClassBalancedNoiseModel.Faults },
        new("class_doubt", o => new ClassDoubtNoiseModel(o)) { Faults = ClassDoubtNoiseModel.Faults, UsesClassDoubts = true },
        new("reference_quantiles", o => new QuantileNoiseModel(o)) { Faults = QuantileNoiseModel.Faults, LossesAlone = true },
        new("relabel", o => new RelabelNoiseModel(o)) { LossesAlone = true, Calibrated = true },
        new("relabel_gain", o => new RelabelNoiseModel(o)) { LossesAlone = true, Calibrated = true },
        new("relabel_or_reject", o => new RelabelNoiseModel(o)) { LossesAlone = true, Calibrated = true },
        new("keep", o => new RelabelNoiseModel(o)) { LossesAlone = true, Calibrated = true },
    ];

    /// <summary>The row of a rule.</summary>
    public static NoiseRuleEntry Of(NoiseRule rule) => All.Single(row => row.Name == OptionsWriter.NameOf(rule));
}
