namespace SeCo.RunFiles;

/// <summary>Every kind of JSON file that SeCo writes into a run folder or for other programs of its own, a line each.</summary>
public static class RunFileKinds
{
    /// <summary>What went into a run.</summary>
    public static ObjectFile<ManifestRecord> Manifest { get; } = new(
        "manifest", 1, "manifest.json of a run folder: versions, seed, device, and the hash of every input file.", RunFileJson.Default.ManifestRecord);

    /// <summary>All kinds, in the order in which a run writes them.</summary>
    public static IReadOnlyList<RunFile> All { get; } =
    [
        Manifest,
    ];
}
