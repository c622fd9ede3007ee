using SeCo.Torch.Nn;

namespace SeCo.Torch.Optim;

/// <summary>All that a training run must remember to continue exactly where it stopped. It refers to its parts and owns none.</summary>
/// <remarks>A schedule is a pure function of the step and needs no place here.</remarks>
/// <param name="Model">The network that is trained.</param>
/// <param name="Optimizer">Its optimiser.</param>
public sealed record TrainingState(Module Model, Optimizer Optimizer)
{
    /// <summary>Number of steps done, and so the number of the next one.</summary>
    public long Step { get; set; }

    /// <summary>Further networks by name, such as a running mean of the trained one. None by default.</summary>
    public IReadOnlyDictionary<string, Module> OtherModels { get; init; } = new Dictionary<string, Module>();

    /// <summary>Every generator that the run draws from, by name. None by default.</summary>
    public IReadOnlyDictionary<string, RandomSource> Generators { get; init; } = new Dictionary<string, RandomSource>();

    /// <summary>What else the run wants to remember, as text by name.</summary>
    public IDictionary<string, string> Notes { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
