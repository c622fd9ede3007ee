namespace SeCo.Checkpoints;

/// <summary>A checkpoint that cannot be read, is refused, or does not fit the model it is loaded into.</summary>
public sealed class CheckpointException : IOException
{
    private const int ShownPerKind = 20;

    /// <summary>One fault.</summary>
    /// <param name="message">File, where in it, found, expected, and the way out.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CheckpointException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>A checkpoint and a model that differ: every difference together.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="missing">Names that the model needs and the checkpoint lacks.</param>
    /// <param name="unexpected">Names in the checkpoint that the model does not know.</param>
    /// <param name="misshaped">Names with found and expected shape, one text each.</param>
    /// <param name="hint">What may be the reason, and the way out: whole sentences that follow the differences; null for none.</param>
    public CheckpointException(
        string path, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> misshaped, string? hint = null)
        : base(Compose(path, missing, unexpected, misshaped, hint)) =>
        (Path, Missing, Unexpected, Misshaped) = (path, missing, unexpected, misshaped);

    /// <summary>The checkpoint, where the exception tells of differing names.</summary>
    public string? Path { get; }

    /// <summary>Names that the model needs and the checkpoint lacks.</summary>
    public IReadOnlyList<string> Missing { get; } = [];

    /// <summary>Names in the checkpoint that the model does not know.</summary>
    public IReadOnlyList<string> Unexpected { get; } = [];

    /// <summary>Names whose shape differs, with found and expected shape.</summary>
    public IReadOnlyList<string> Misshaped { get; } = [];

    private static string Compose(string path, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> misshaped, string? hint)
    {
        ArgumentNullException.ThrowIfNull(missing);
        ArgumentNullException.ThrowIfNull(unexpected);
        ArgumentNullException.ThrowIfNull(misshaped);
        StringBuilder text = new($"{path}: the checkpoint does not fit the model.");
        Append(text, "missing", missing);
        Append(text, "unexpected", unexpected);
        Append(text, "of another shape", misshaped);
        if (hint is not null)
        {
            text.AppendLine().Append("  ").Append(hint);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string kind, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        text.AppendLine().Append($"  {names.Count} {kind}: ").AppendJoin(", ", names.Take(ShownPerKind));
        if (names.Count > ShownPerKind)
        {
            text.Append($", … and {names.Count - ShownPerKind} more");
        }
    }
}
