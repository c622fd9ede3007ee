namespace SeCo.Reports;

/// <summary>What went into a run, as <c>manifest.json</c> has it.</summary>
internal sealed record ManifestFile(string? Version, string? Libtorch, string? Device, long? Threads, long? Seed, IReadOnlyList<string> Names)
{
    /// <summary>Reads the file; null where there is none.</summary>
    public static ManifestFile? Read(string path, ICollection<string> notes) => JsonParts.Read(path, root => new ManifestFile(
        root.Text("version"), root.Text("libtorch"), root.Text("device"), root.Whole("threads"), root.Whole("seed"),
        [.. root.Items("inputs").Select(i => i.Text("name")).Where(n => n is not null).Select(n => n!)]), notes);
}
