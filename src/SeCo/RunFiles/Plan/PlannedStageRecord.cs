namespace SeCo.RunFiles;

/// <summary>What a stage will probably take.</summary>
/// <param name="Stage">The stage, as <c>aggregate</c>.</param>
/// <param name="Items">Images it works on; steps of a training.</param>
/// <param name="Passes">How often it goes over them, its steps and rounds together.</param>
/// <param name="Seconds">Its time.</param>
/// <param name="ProcessorSeconds">The time of the processor's threads, all together.</param>
/// <param name="Memory">The most memory of the process meanwhile, in bytes.</param>
/// <param name="Disk">Bytes that it leaves.</param>
public sealed record PlannedStageRecord(string Stage, long Items, int Passes, double Seconds, double ProcessorSeconds, long Memory, long Disk);
