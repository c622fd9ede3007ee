namespace SeCo.Pipeline;

/// <summary>How runs are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Images that the runs' models are shown to be measured without truth, spread evenly; 0: no network is asked. Default 16.</summary>
    public int Images { get; init; } = 16;

    /// <summary>Images whose labels differ most that the page shows; 0 to 100.</summary>
    public int Pictures { get; init; } = 12;

    /// <summary>Where networks run, as in settings.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Settings that win over those of every run, <c>section.key=value</c>: where the images lie now.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "comparison",
        (Images is >= 0 and <= 100_000, $"images is {Images}, expected 0 to 100000"),
        (Pictures is >= 0 and <= 100, $"pictures is {Pictures}, expected 0 to 100"));
}
