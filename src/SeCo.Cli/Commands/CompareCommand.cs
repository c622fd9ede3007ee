using SeCo.RunFiles;

namespace SeCo.Cli.Commands;

/// <summary><c>seco compare</c>: which of several runs to trust.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Argument<string[]> folders = new("runs")
        {
            Description = "The folders of two runs or more, over the same images.", HelpName = "RUN", Arity = ArgumentArity.OneOrMore,
            Validators = { CommonOptions.RefuseOptions },
        };
        Option<string> output = CommonOptions.WithDefault("--out", "comparison.html", "The page to write.", "FILE");
        Option<int> images = CommonOptions.WithDefault(
            "--images", new ComparisonOptions().Images, "Images that the models are shown, three times each, to be measured without truth; 0: none.", "N");
        return CommonOptions.Command("compare", """
            Compare finished runs: settings that differ, labels, training, measures with truth and without, and which run to trust and why.

            Without truth, models are told apart by how alike they answer an image, its mirror image and a smaller one; other measures are shown.
            How well that tells: docs/comparing.md. Labels alone are not told apart: look at the pictures.

              seco compare runs/first runs/second
              seco compare runs/* --out all.html --images 32
              seco compare runs/first runs/second --set dataset.root=/new/place --json
            """, [folders, output, images, CommonOptions.Device, CommonOptions.Set, CommonOptions.Json], async (parsed, cancellationToken) =>
        {
            ComparisonOptions options = UsageException.Check(
                new ComparisonOptions
                {
                    Images = parsed.GetValue(images), Device = parsed.GetValue(CommonOptions.Device) ?? "auto",
                    Overrides = parsed.GetValue(CommonOptions.Set) ?? [],
                },
                o => o.Validate());
            string page = parsed.GetValue(output)!;
            ComparisonRecord record = await parsed.Watch(progress =>
                new RunComparison(options).RunAsync(parsed.GetRequiredValue(folders), page, progress, cancellationToken));
            if (parsed.GetValue(CommonOptions.Json))
            {
                parsed.Print(stream => RunFileKinds.Comparison.Write(stream, record));
            }
            else if (!parsed.Quiet)
            {
                parsed.Note(record.Notes);
                Tables.Write(parsed.Output, Tables.Runs(record));
                Tables.Write(parsed.Output, Tables.Settings(record));
                parsed.Output.WriteLine($"{(record.Trusted is null ? "" : $"To trust: {record.Trusted}. ")}{record.Reason}");
                parsed.Output.WriteLine($"Page: {page}");
            }

            return ExitCode.Done;
        });
    }
}
