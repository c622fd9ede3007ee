namespace SeCo.RunFiles;

/// <summary>The first line of a file of answers: what the classes of its labels are.</summary>
internal sealed record AnswersRecord : VersionedFile
{
    public required ClassSetRecord ClassSet { get; init; }
}
