namespace SeCo.Pipeline.Demo;

/// <summary>What the demonstration has shown.</summary>
/// <param name="Rows">The table, the source model first and the setting's whole method last.</param>
/// <param name="OpenSet">What correction did to the regions of objects that belong to no class.</param>
/// <param name="Run">The run folder of the whole method.</param>
public sealed record DemoSummary(IReadOnlyList<ModelMeasures> Rows, OpenSetScores OpenSet, string Run)
{
    /// <summary>Writes the summary as JSON.</summary>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RunFileKinds.Demo.Write(stream, new DemoRecord
        {
            Rows = [.. Rows.Select(row => row.Report.Into(new ModelRecord(row.Name)))],
            OpenSet = new OpenSetRecord(OpenSet.Regions, OpenSet.Rejected, OpenSet.Pixels, OpenSet.RejectedPixels),
            Run = Run,
        });
    }
}
