namespace SeCo.Torch.Checkpoints;

/// <summary>How to find the tensors of a model in a checkpoint.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Which part of a PyTorch file is the state dictionary: keys with <c>/</c> between them, as in <c>state_dict</c>; null to find it. Default: null.</summary>
    public string? Section { get; init; }

    /// <summary>
    /// A prefix to take off the names where every name has it; empty for none. Default: <c>module.</c>, which torch's DataParallel puts before every name.
    /// </summary>
    public string Prefix { get; init; } = "module.";
}
