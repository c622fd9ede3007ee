namespace SeCo.RunFiles;

/// <summary>What went into a run: <c>manifest.json</c>. It holds no times, so that equal runs give equal files.</summary>
/// <param name="Program">Always <c>seco</c>: tells a run folder from others.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Libtorch">The version of libtorch.</param>
/// <param name="Device">The device: <c>cpu</c>, <c>cuda:0</c>.</param>
/// <param name="Threads">Processor threads.</param>
/// <param name="Seed">The seed of all randomness.</param>
/// <param name="Hash">The hash that names inputs: <c>XXH3-128</c>.</param>
public sealed record ManifestRecord(
    string Program, string? Version = null, string? Libtorch = null, string? Device = null, int? Threads = null, ulong? Seed = null, string? Hash = null)
    : VersionedFile
{
    /// <summary>The input files of each image.</summary>
    public IReadOnlyList<ManifestInput> Inputs { get => field ?? []; init; }
}
