namespace SeCo.RunFiles;

/// <summary>Which settings the files of a stage's folder belong to: <c>stage.json</c>.</summary>
public sealed record StageRecord : VersionedFile
{
    /// <summary>A hash of everything that decides the stage's outputs.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>True where the stage has finished with it.</summary>
    public required bool Finished { get; init; }
}
