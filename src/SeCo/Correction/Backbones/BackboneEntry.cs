using SeCo.Models;

namespace SeCo.Correction.Backbones;

/// <summary>A backbone as a row of <see cref="BackboneRegistry"/>: all that the stage and its settings need to know of it.</summary>
/// <param name="Name">How settings call it.</param>
/// <param name="Open">Opens it, frozen; null where there is no network to be opened.</param>
internal sealed record BackboneEntry(string Name, Func<BackboneRequest, IImageFeatures?> Open)
{
    /// <summary>Creates it to be trained on windows, as the reference has it where asked for; null where it cannot be.</summary>
    public Func<bool, RandomSource, ImageEncoder>? Encoder { get; init; }

    /// <summary>Whether it is of no use without <c>correction.weights</c>.</summary>
    public bool NeedsWeights { get; init; }

    /// <summary>Why it takes no <c>correction.weights</c>, as part of a message; null where it does.</summary>
    public string? NoWeights { get; init; }
}

/// <summary>What a backbone is opened with.</summary>
/// <param name="Classes">The class set.</param>
/// <param name="Device">Where it lies.</param>
/// <param name="Random">Draws first weights where none are given.</param>
internal sealed record BackboneRequest(ClassSet Classes, Device Device, RandomSource Random)
{
    /// <summary>The file of weights.</summary>
    public string? Weights { get; init; }

    /// <summary>The longest side that images are resized to; 0 keeps their size.</summary>
    public int LongestSide { get; init; }

    /// <summary>The output that is looked at, where a file names several.</summary>
    public string? Output { get; init; }

    /// <summary>What the run has besides.</summary>
    public FeatureSources Sources { get; init; } = new();

    /// <summary>Loads the weights, where they are given.</summary>
    public void Load(Action<ICheckpoint> load)
    {
        if (Weights is not null)
        {
            using ICheckpoint weights = CheckpointFile.Open(Weights);
            load(weights);
        }
    }
}
