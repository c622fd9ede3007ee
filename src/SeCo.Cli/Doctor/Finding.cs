namespace SeCo.Cli.Doctor;

/// <summary>One thing that <c>seco doctor</c> found: of a part, as <c>libtorch</c>, what was looked at, as <c>version</c>, and the way out of notes and
/// faults.</summary>
internal sealed record Finding(string Part, string Name, string Value, FindingKind Kind = FindingKind.Fact, string? Advice = null)
{
    /// <summary>A finding that asks for nothing where it is good; else for attention, with advice.</summary>
    public static Finding Of(string part, string name, string value, bool isGood, string advice) =>
        isGood ? new(part, name, value) : new(part, name, value, FindingKind.Note, advice);

    public static Finding Fault(string part, string name, string value, string advice) => new(part, name, value, FindingKind.Fault, advice);

    public static string Gibibytes(long bytes) => $"{bytes / (double)(1L << 30):0.0} GiB";

    /// <summary>What Linux tells in one of its files; null on other systems, or where it does not.</summary>
    public static string? Told(string file) => OperatingSystem.IsLinux() && File.Exists(file) ? File.ReadAllText(file) : null;
}

/// <summary>What a finding asks of the reader.</summary>
internal enum FindingKind
{
    /// <summary>Nothing: how it is.</summary>
    Fact,

    /// <summary>Attention: SeCo works, but perhaps not as well as it could.</summary>
    Note,

    /// <summary>Repair: something that SeCo needs is missing.</summary>
    Fault,
}
