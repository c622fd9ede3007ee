namespace SeCo.DrawnScenes;

/// <summary>Which street scenes to draw. The same options give the same pixels.</summary>
public sealed record DrawnSceneOptions
{
    /// <summary>The seed of everything random; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many scenes; default 40.</summary>
    public int Count { get; init; } = 40;

    /// <summary>Columns of each image, at least 64; default 320.</summary>
    public int Width { get; init; } = 320;

    /// <summary>Rows of each image, at least 48; default 192.</summary>
    public int Height { get; init; } = 192;

    /// <summary>Light, air and camera; default <see cref="DrawnDomain.Dusk"/>.</summary>
    public DrawnDomain Domain { get; init; } = DrawnDomain.Dusk;

    /// <summary>Geometry, materials and colours; default <see cref="DrawnTown.Home"/>.</summary>
    public DrawnTown Town { get; init; } = DrawnTown.Home;

    /// <summary>How strongly the simulated model errs, 0 (never) to 2; default 1, which leaves about three quarters of the pixels right.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>The probability that a scene holds an object of no class (truth 255); default 0.6.</summary>
    public double UnknownObjects { get; init; } = 0.6;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "drawn scenes",
        (Count >= 1, $"count is {Count}, expected at least 1"),
        (Width is >= 64 and <= 4096 && Height is >= 48 and <= 4096, $"width and height are {Width} x {Height}, expected 64 x 48 to 4096 x 4096"),
        (Noise is >= 0 and <= 2, $"noise is {Noise}, expected 0 to 2"),
        (UnknownObjects is >= 0 and <= 1, $"unknown_objects is {UnknownObjects}, expected a probability"),
        (Enum.IsDefined(Domain), $"domain is {Domain}, which does not exist"),
        (Enum.IsDefined(Town), $"town is {Town}, which does not exist"));
}
