using SeCo.Pipeline.Demo;

namespace SeCo.Cli.Rendering;

/// <summary>What the demonstration prints at its end.</summary>
internal static class DemoTables
{
    public static void Show(TextWriter output, DemoSummary summary)
    {
        Tables.Write(output, Rows(summary));
        output.WriteLine(OpenSet(summary.OpenSet));
        string report = Path.Combine(summary.Run, "report.html");
        if (File.Exists(report))
        {
            output.WriteLine($"Report: {report}");
        }

        output.WriteLine($"Run:    {summary.Run}   Use its model: seco predict --weights {summary.Run} --images DIR --out DIR");
    }

    private static Table Rows(DemoSummary summary)
    {
        Table table = Tables.Plain("on target scenes kept out of training", "mIoU", "accuracy", "mIoU gained");
        foreach (ModelMeasures row in summary.Rows)
        {
            double gain = 100 * (row.Report.Scores.Miou - summary.Rows[0].Report.Scores.Miou);
            table.AddRow(
                row.Name, Tables.Percent(row.Report.Scores.Miou), Tables.Percent(row.Report.Scores.Accuracy),
                row == summary.Rows[0] ? string.Empty : gain.ToString("+0.00;-0.00", CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static string OpenSet(OpenSetScores open) =>
        $"Objects of no class: SCC rejected {open.Rejected} of their {open.Regions} regions ({Tables.Percent(open.RegionShare)} %), "
        + $"{Tables.Percent(open.PixelShare)} % of their labelled pixels.";
}
