using System.Runtime.CompilerServices;
using SeCo.Exchange;
using SeCo.Review;

namespace SeCo.Cli.Commands;

/// <summary><c>seco review</c>: a page on this machine on which people look at doubtful regions and answer.</summary>
internal static class ReviewCommand
{
    public static Command Create()
    {
        Argument<string> run = CommonOptions.Argument("run", "The run folder, or the folder of a later round in it.", "RUN");
        Option<string?> output = new("--out", "-o") { Description = "Folder of answers and reviews; default RUN/review.", HelpName = "DIR" };
        Option<string?> verdict = CommonOptions.Optional<string?>(
            "--verdict", "Regions to ask about: noisy (rejected and corrected ones, the default), rejected, corrected, clean, reviewed, all.", "WHICH");
        Option<int?> limit = CommonOptions.Optional<int?>("--limit", "At most so many regions, those first whose answers are worth most.", "N");
        Option<int?> minimumPixels = CommonOptions.Optional<int?>("--min-pixels", "Leave out smaller regions; the default is 100.", "N");
        Option<string?> name = CommonOptions.Optional<string?>("--name", "Who answers; names the file of the answers. Default: the user's name.", "NAME");
        Option<int?> port = CommonOptions.Optional<int?>(
            "--port", $"Port of the page; 0: any that is free. Default {ReviewOptions.UsualPort}, which reports link to, or any where it is taken.", "N");
        return CommonOptions.Command("review", $"""
            Show the doubtful regions of a run on a page for the browser, where people confirm, relabel, reject and mend them.

            The page is reached from this machine only, by an address with a random token. It loads nothing from elsewhere. Every answer is on the disk
            at once. Several people can review one run: each with a browser here, or with a `seco review` of their own over the same folder.

            "Finish" on the page, or Ctrl+C, makes reviews of all answers. The next run over the same folder uses them:

              seco review runs/first
              seco run my.yaml --out runs/first --set correction.review=runs/first/review/reviews

            After a kill, `seco review` goes on; `seco labels import runs/first/review/answers --out runs/first/review/reviews` makes the reviews alone.
            """, [run, output, verdict, limit, minimumPixels, name, port], (parsed, cancellationToken) =>
        {
            ReviewOptions options = new() { Folder = parsed.GetValue(output), Port = parsed.GetValue(port) };
            return Serve(parsed, RunExport.Open(parsed.GetRequiredValue(run)), UsageException.Check(options with
            {
                Person = parsed.GetValue(name) ?? UserName(),
                Questions = options.Questions with
                {
                    Verdicts = parsed.GetValue(verdict) is string which
                        ? CommonOptions.OneOf("--verdict", which, LabelsExportCommand.Verdicts) : options.Questions.Verdicts,
                    Limit = parsed.GetValue(limit),
                    MinimumPixels = parsed.GetValue(minimumPixels) ?? options.Questions.MinimumPixels,
                },
            }, o => o.Validate()), cancellationToken);
        });
    }

    private static string UserName()
    {
        string name = string.Concat(Environment.UserName.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return name.Length > 0 ? name : "me";
    }

    // Apart, so that the web server's assemblies are loaded when a review begins, and not for every command.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> Serve(ParseResult parsed, ExportSource run, ReviewOptions options, CancellationToken cancellationToken)
    {
        parsed.Mind(DatasetCheck.TurnedImages(run.Regions.Images.Select(i => Path.Combine(run.DatasetRoot, i.File))));
        await using ReviewServer server = await ReviewServer.StartAsync(run, options, cancellationToken: cancellationToken);
        parsed.Output.WriteLine(
            $"{server.Questions} questions, {server.Answered} of them answered. Answers: {server.AnswerFile}\n"
            + $"Open this address in a browser on this machine; Ctrl+C ends.\n{server.Address}");
        parsed.Output.Flush();
        await Task.WhenAny(server.Finished, Task.Delay(Timeout.Infinite, cancellationToken)); // Ctrl+C is a usual end here
        await server.StopAsync(CancellationToken.None);
        ReviewImportSummary? summary = await server.WriteReviewsAsync(CancellationToken.None);
        return parsed.Say(summary is null ? "No answers yet."
            : $"{summary.Confirmed} regions confirmed, {summary.Relabelled} relabelled, {summary.Rejected} rejected; {summary.DrawnPixels} pixels drawn by "
                + $"hand, in {summary.Images} images.\nReviews: {server.Reviews}   Use them: --set correction.review={server.Reviews}");
    }
}
