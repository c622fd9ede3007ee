using SeCo.Reports;

namespace SeCo.Cli.Commands;

/// <summary><c>seco report</c>: one page that shows what a run did.</summary>
internal static partial class ReportCommand
{
    public static Command Create()
    {
        Argument<string> folder = CommonOptions.Argument("run", "The folder of the run.", "RUN");
        Option<string?> output = new("--out", "-o") { Description = "The file to write; default RUN/report.html.", HelpName = "FILE" };
        return CommonOptions.Command("report", """
            Write the report of a run: one HTML file that shows measures, classes, noise model, training, images and the most doubtful regions.

            A run ends with it already; this makes it anew, from the run folder and the images that its settings name: with more images, after they have
            moved, or of a run that was stopped. The file loads nothing from anywhere and can be sent as it is.

              seco report runs/first
              seco report runs/first --set report.images=60 --set report.max_size=30MB --out big.html
              seco report runs/first --set dataset.root=/new/place
            """, [folder, output, CommonOptions.Set, CommonOptions.Json], async (parsed, cancellationToken) =>
        {
            ReportSummary summary = await parsed.Watch(progress => RunReport.WriteAsync(
                parsed.GetRequiredValue(folder), parsed.GetValue(output), parsed.GetValue(CommonOptions.Set), progress, cancellationToken));
            WrittenReport written = new(summary.Path, summary.Bytes, summary.Images, summary.Regions, summary.Notes);
            return parsed.Say(
                string.Join(Environment.NewLine, [
                    .. summary.Notes.Select(note => $"Not shown: {note}"),
                    $"Report: {summary.Path}   {summary.Bytes / 1e6:0.0} MB, {summary.Images} images, {summary.Regions} regions",
                ]),
                JsonSerializer.Serialize(written, ReportJson.Default.WrittenReport));
        });
    }

    private sealed record WrittenReport(string Report, long Bytes, int Images, int Regions, IReadOnlyList<string> Notes);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
    [JsonSerializable(typeof(WrittenReport))]
    private sealed partial class ReportJson : JsonSerializerContext;
}
