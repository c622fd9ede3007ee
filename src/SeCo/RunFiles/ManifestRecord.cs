namespace SeCo.RunFiles;

/// <summary>What went into a run: <c>manifest.json</c>. It holds no times, so that equal runs give equal files.</summary>
public sealed record ManifestRecord : VersionedFile
{
    /// <summary>Always <c>seco</c>: tells a run folder from others.</summary>
    public required string Program { get; init; }

    /// <summary>The program's version.</summary>
    public string? Version { get; init; }

    /// <summary>The version of libtorch.</summary>
    public string? Libtorch { get; init; }

    /// <summary>The device: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string? Device { get; init; }

    /// <summary>Processor threads.</summary>
    public int? Threads { get; init; }

    /// <summary>The seed of all randomness.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The hash that names inputs: <c>XXH3-128</c>.</summary>
    public string? Hash { get; init; }

    /// <summary>The input files of each image.</summary>
    public IReadOnlyList<ManifestInput> Inputs { get; init => field = value ?? []; } = [];
}
