namespace SeCo.Configuration;

/// <summary>A configuration that cannot be used. All faults found are reported together.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="source">The file or option that was read.</param>
    /// <param name="faults">Each fault: where, found, expected.</param>
    public ConfigurationException(string source, IReadOnlyList<string> faults)
        : base(Compose(source, faults)) => Faults = faults;

    /// <summary>Every fault, one text each.</summary>
    public IReadOnlyList<string> Faults { get; }

    private static string Compose(string source, IReadOnlyList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        const int Shown = 100;
        string more = faults.Count > Shown ? $"{Environment.NewLine}  … and {faults.Count - Shown} more" : string.Empty;
        return faults.Count == 1
            ? $"{source}: {faults[0]}"
            : $"{source}: {faults.Count} faults{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", faults.Take(Shown))}{more}";
    }
}
