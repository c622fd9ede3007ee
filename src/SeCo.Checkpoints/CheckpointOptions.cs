namespace SeCo.Checkpoints;

/// <summary>How to find the tensors of a model in a checkpoint.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Which part of a PyTorch file is the state dictionary: keys with <c>/</c> between them, as in <c>state_dict</c>; null to find it.
    /// Default: null.</summary>
    public string? Section { get; init; }

    /// <summary>Sections at the root of a PyTorch file that are one network together: where all of them are there and no <see cref="Section"/> is given,
    /// their tensors are joined, each name after its section's and a dot. Default: none.</summary>
    public IReadOnlyList<string> JoinedSections { get; init; } = [];

    /// <summary>A prefix to take off the names where every name has it; empty for none. Default: <c>module.</c>, which torch's DataParallel puts before every
    /// name.</summary>
    public string Prefix { get; init; } = "module.";
}
