namespace SeCo.Cli.Doctor;

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
