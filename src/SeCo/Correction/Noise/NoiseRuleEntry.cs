namespace SeCo.Correction.Noise;

/// <summary>A noise rule as a row of <see cref="NoiseRules"/>: all that the stage, its settings and its report need to know of it.</summary>
/// <param name="Name">How settings call it.</param>
/// <param name="Create">Makes the model from the settings.</param>
public sealed record NoiseRuleEntry(string Name, Func<NoiseOptions, INoiseModel> Create)
{
    /// <summary>The faults of settings that are this rule's own; none by default.</summary>
    public Func<NoiseOptions, IEnumerable<string>> Faults { get; init; } = _ => [];

    /// <summary>Whether the scores are the losses alone, whatever the settings say about confidence.</summary>
    public bool LossesAlone { get; init; }

    /// <summary>Whether the classifier's probabilities are calibrated for it, where the classifier can be.</summary>
    public bool Calibrated { get; init; }

    /// <summary>Whether the rule wants <see cref="NoiseInput.ClassDoubts"/>, and so can be carried on to pixels
    /// (<see cref="NoiseOptions.PixelWeight"/>).</summary>
    public bool UsesClassDoubts { get; init; }

    internal static IEnumerable<string> FaultsOf(params IEnumerable<(bool Good, string Fault)> checks) => checks.Where(c => !c.Good).Select(c => c.Fault);
}
