namespace SeCo.Prediction.Sidecars;

/// <summary>What the answer of a network means.</summary>
public sealed record SidecarOutput
{
    /// <summary>The name of the output. Null: the only one.</summary>
    public string? Name { get; init; }

    /// <summary>The order of the output's axes, where it has one for the classes.</summary>
    public TensorLayout Layout { get; init; }

    /// <summary>What the numbers are.</summary>
    public OutputValues Values { get; init; }

    /// <summary>A coarser answer is resized so that the centres of the corner pixels meet, instead of the corners of the images.</summary>
    public bool AlignCorners { get; init; }
}
