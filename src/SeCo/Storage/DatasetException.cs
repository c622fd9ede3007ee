namespace SeCo.Storage;

/// <summary>Files of a dataset that are missing, malformed, or do not fit each other. One exception may report many faults together.</summary>
public sealed class DatasetException : IOException
{
    /// <summary>One fault.</summary>
    public DatasetException(string message, Exception? innerException = null)
        : base(message, innerException) => Faults = [message];

    /// <summary>Several faults, reported together.</summary>
    /// <param name="summary">One line: what was being done.</param>
    /// <param name="faults">Each fault: what, where, found, expected.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public DatasetException(string summary, IReadOnlyList<string> faults, Exception? innerException = null)
        : base(Compose(summary, faults), innerException) => Faults = faults;

    /// <summary>Every fault, one text each.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Throws one error where there are faults.</summary>
    internal static void ThrowIfAny(string summary, IReadOnlyList<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new DatasetException(summary, faults);
        }
    }

    private static string Compose(string summary, IReadOnlyList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        const int Shown = 20;
        string more = faults.Count > Shown ? $"{Environment.NewLine}  … and {faults.Count - Shown} more" : string.Empty;
        return $"{summary}{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", faults.Take(Shown))}{more}";
    }
}
