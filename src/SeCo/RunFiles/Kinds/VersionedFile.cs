namespace SeCo.RunFiles;

/// <summary>What every JSON file of a run begins with.</summary>
public abstract record VersionedFile
{
    /// <summary>Kind and version: <c>seco.manifest/1</c>. Null in files written before there were versions; they are read as version 1.</summary>
    [JsonPropertyOrder(-1)]
    public string? Format { get; init; }
}
