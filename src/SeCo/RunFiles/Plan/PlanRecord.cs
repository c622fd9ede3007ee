namespace SeCo.RunFiles;

/// <summary>What a run will probably take on this machine, as <c>seco plan --json</c> prints it.</summary>
/// <param name="Images">Images of the dataset.</param>
/// <param name="MeasuredImages">Images of it that the estimates were measured on, images of the same files and with the settings of the run.</param>
/// <param name="Classes">Classes of the class set.</param>
/// <param name="Seconds">Time of all stages.</param>
/// <param name="ProcessorSeconds">Time of the processor's threads, all together.</param>
/// <param name="Memory">The most memory that any stage takes, in bytes.</param>
/// <param name="Disk">Bytes that the run folder will have.</param>
public sealed record PlanRecord(int Images, int MeasuredImages, int Classes, double Seconds, double ProcessorSeconds, long Memory, long Disk) : VersionedFile
{
    /// <summary>The stages, in their order.</summary>
    public IReadOnlyList<PlannedStageRecord> Stages { get; init => field = value ?? []; } = [];

    /// <summary>Settings that save time or memory where limits were given, the ones that cost least quality first; together they reach the limits, as far
    /// as settings can.</summary>
    public IReadOnlyList<PlanProposalRecord> Proposals { get; init => field = value ?? []; } = [];

    /// <summary>What could not be measured, and what does not fit, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init => field = value ?? []; } = [];
}
