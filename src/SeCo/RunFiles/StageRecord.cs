namespace SeCo.RunFiles;

/// <summary>Which settings the files of a stage's folder belong to: <c>stage.json</c>.</summary>
/// <param name="Fingerprint">A hash of everything that decides the stage's outputs.</param>
/// <param name="Finished">True where the stage has finished with it.</param>
public sealed record StageRecord(string Fingerprint, bool Finished) : VersionedFile;
