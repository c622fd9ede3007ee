namespace SeCo.DrawnScenes;

/// <summary>Two domains of drawn street scenes: a source with labels, and a target to adapt to, part of which is held out to measure on.
/// The same options give the same pixels.</summary>
public sealed record DrawnDomainOptions
{
    /// <summary>The seed of everything random; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Scenes of the source; default 120.</summary>
    public int SourceImages { get; init; } = 120;

    /// <summary>Scenes of the target that a model may adapt to; default 80.</summary>
    public int TargetImages { get; init; } = 80;

    /// <summary>Scenes of the target that are held out; default 40.</summary>
    public int ValidationImages { get; init; } = 40;

    /// <summary>Columns of each image, at least 64; default 160.</summary>
    public int Width { get; init; } = 160;

    /// <summary>Rows of each image, at least 48; default 96.</summary>
    public int Height { get; init; } = 96;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "drawn domains",
        (SourceImages is >= 1 and <= 100_000 && TargetImages is >= 1 and <= 100_000 && ValidationImages is >= 1 and <= 100_000,
            $"source, target and validation images are {SourceImages}, {TargetImages} and {ValidationImages}, expected 1 to 100000 each"),
        (Width is >= 64 and <= 4096 && Height is >= 48 and <= 4096, $"width and height are {Width} x {Height}, expected 64 x 48 to 4096 x 4096"));
}
