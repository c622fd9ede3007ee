namespace SeCo.Benchmarks.Goals;

/// <summary>One line of the table: what was measured and what was asked for.</summary>
/// <param name="What">The work.</param>
/// <param name="Measured">The figure with its unit.</param>
/// <param name="Goal">The limit with its unit; empty where there is none.</param>
/// <param name="Met">Whether the figure is within the limit; null where there is none.</param>
internal sealed record GoalRow(string What, string Measured, string Goal = "", bool? Met = null)
{
    /// <summary>A line of a Markdown table.</summary>
    public override string ToString() => $"| {What} | {Measured} | {Goal} | {(Met is bool met ? met ? "yes" : "no" : "")} |";
}
