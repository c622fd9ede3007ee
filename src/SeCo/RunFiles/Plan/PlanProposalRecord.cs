namespace SeCo.RunFiles;

/// <summary>A setting that takes less.</summary>
/// <param name="Setting">The setting, as <c>adaptation.epochs=2</c>.</param>
/// <param name="Why">What it changes, in a sentence.</param>
/// <param name="Seconds">The time of the run with this and all proposals before it.</param>
/// <param name="Memory">The memory of the run with this and all proposals before it, in bytes.</param>
public sealed record PlanProposalRecord(string Setting, string Why, double Seconds, long Memory);
