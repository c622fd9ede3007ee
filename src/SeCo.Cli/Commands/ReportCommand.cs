using System.CommandLine;
using System.Text.Json;
using SeCo.Cli.Rendering;
using SeCo.Pipeline;
using SeCo.Reports;

namespace SeCo.Cli.Commands;

/// <summary><c>seco report</c>: one page that shows what a run did.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("run") { Description = "The folder of the run.", HelpName = "RUN", Validators = { CommonOptions.RefuseOptions } };
        Option<string?> output = new("--out", "-o") { Description = "The file to write; default RUN/report.html.", HelpName = "FILE" };
        Command command = new("report", """
            Write the report of a run: one HTML file that shows measures, classes, noise model, training, images and the most doubtful regions.

            A run ends with it already; this makes it anew, from the run folder and the images that its settings name: with more images, after they have
            moved, or of a run that was stopped. The file loads nothing from anywhere and can be sent as it is.

              seco report runs/first
              seco report runs/first --set report.images=60 --set report.max_size=30MB --out big.html
              seco report runs/first --set dataset.root=/new/place
            """)
        {
            folder, output, CommonOptions.Set, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            bool quiet = parsed.GetValue(CommonOptions.Quiet);
            ProgressDisplay progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, quiet);
            ReportSummary summary = await RunReport.WriteAsync(
                parsed.GetRequiredValue(folder), parsed.GetValue(output), parsed.GetValue(CommonOptions.Set), progress, cancellationToken);
            progress.Clear();
            Show(parsed, summary, quiet);
            return ExitCode.Done;
        });
        return command;
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static void Show(ParseResult parsed, ReportSummary summary, bool quiet)
    {
        TextWriter to = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(CommonOptions.Json))
        {
            to.WriteLine(JsonSerializer.Serialize(new { report = summary.Path, bytes = summary.Bytes, images = summary.Images, regions = summary.Regions, notes = summary.Notes }, Indented));
        }
        else if (!quiet)
        {
            foreach (string note in summary.Notes)
            {
                to.WriteLine($"Not shown: {note}");
            }

            to.WriteLine(FormattableString.Invariant($"Report: {summary.Path}   {summary.Bytes / 1e6:0.0} MB, {summary.Images} images, {summary.Regions} regions"));
        }
    }
}
