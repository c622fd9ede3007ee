namespace SeCo.RunFiles;

/// <summary>What a comparison of runs has found, as <c>seco compare --json</c> prints it.</summary>
/// <param name="Classes">The class set's name.</param>
/// <param name="CommonImages">Images that all runs have final labels for.</param>
/// <param name="ProbedImages">Images that models were shown to be measured without truth.</param>
/// <param name="Reason">Which run to trust and why, in sentences.</param>
/// <param name="Trusted">The run to trust; null where nothing tells.</param>
public sealed record ComparisonRecord(string Classes, int CommonImages, int ProbedImages, string Reason, string? Trusted = null) : VersionedFile
{
    /// <summary>The runs, in the order in which they were given. Lists of numbers elsewhere have one for each.</summary>
    public IReadOnlyList<ComparedRunRecord> Runs { get; init => field = value ?? []; } = [];

    /// <summary>The settings that differ.</summary>
    public IReadOnlyList<ComparedSettingRecord> Settings { get; init => field = value ?? []; } = [];

    /// <summary>The share of pixels with a label in two runs that have the same one, <c>[R, R]</c>; NaN where there is no such pixel.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Agreement { get; init => field = value ?? []; } = [];

    /// <summary>Every class, by id.</summary>
    public IReadOnlyList<ComparedClassRecord> PerClass { get; init => field = value ?? []; } = [];

    /// <summary>The images whose labels differ most, the worst first.</summary>
    public IReadOnlyList<DisputedImageRecord> Disputed { get; init => field = value ?? []; } = [];

    /// <summary>What could not be compared, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init => field = value ?? []; } = [];
}
