namespace SeCo.Cli.Doctor;

/// <summary>One thing that <c>seco doctor</c> found.</summary>
/// <param name="Part">Which part of the machine or program, as <c>libtorch</c>.</param>
/// <param name="Name">What was looked at, as <c>version</c>.</param>
/// <param name="Value">What was found.</param>
/// <param name="Kind">What it asks of the reader.</param>
/// <param name="Advice">The way out; of notes and faults.</param>
internal sealed record Finding(string Part, string Name, string Value, FindingKind Kind = FindingKind.Fact, string? Advice = null)
{
    /// <summary>A finding that SeCo works with.</summary>
    public static Finding Note(string part, string name, string value, string advice) => new(part, name, value, FindingKind.Note, advice);

    /// <summary>A finding that SeCo does not work with.</summary>
    public static Finding Fault(string part, string name, string value, string advice) => new(part, name, value, FindingKind.Fault, advice);
}
