namespace SeCo.Storage;

/// <summary>How far a stage has come.</summary>
/// <param name="Stage">The stage, as the command line names it: <c>aggregate</c>.</param>
/// <param name="Step">What it is doing: <c>regions</c>.</param>
/// <param name="Done">Finished items of the step.</param>
/// <param name="Total">Items of the step.</param>
public readonly record struct StageProgress(string Stage, string Step, long Done, long Total);
