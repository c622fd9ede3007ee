using System.CommandLine;
using SeCo.Exchange;
using SeCo.Labels;
using SeCo.Pipeline;
using SeCo.Storage;

namespace SeCo.Cli.Commands;

/// <summary><c>seco labels export</c>: the regions of a run for other programs, and for people who look at the doubtful ones.</summary>
internal static class LabelsExportCommand
{
    private static readonly string[] Formats = ["cvat", "label-studio", "coco", "reference", "unimatch"];

    private static readonly Dictionary<string, RegionVerdict[]> Verdicts = new(StringComparer.Ordinal)
    {
        ["noisy"] = [RegionVerdict.Rejected, RegionVerdict.Corrected], ["rejected"] = [RegionVerdict.Rejected], ["corrected"] = [RegionVerdict.Corrected],
        ["clean"] = [RegionVerdict.Clean], ["reviewed"] = [RegionVerdict.Reviewed], ["all"] = [],
    };

    private static readonly Argument<string> Run = new("run") { Description = "The run folder, or the folder of a later round in it.", Validators = { CommonOptions.RefuseOptions } };
    private static readonly Option<string> Format = new("--format") { Description = "cvat, label-studio, coco, reference or unimatch.", HelpName = "FORMAT", Required = true };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The file to write; a folder for reference and unimatch.", HelpName = "PATH", Required = true };

    private static readonly Option<string?> Verdict = new("--verdict")
    {
        Description = "Regions to give out: noisy (rejected and corrected ones, the default for people), rejected, corrected, clean, reviewed, all (the default of coco and reference).", HelpName = "WHICH",
    };

    private static readonly Option<int?> Limit = new("--limit") { Description = "At most so many regions, the most doubtful first.", HelpName = "N" };
    private static readonly Option<int?> MinimumPixels = new("--min-pixels") { Description = "Leave out smaller regions; the default is 100 for cvat and label-studio, else 1.", HelpName = "N" };
    private static readonly Option<bool> ListCounts = new("--list-counts") { Description = "coco: run lengths as lists with iscrowd 1, for readers that know no text." };
    private static readonly Option<string> ImagePrefix = new("--image-prefix") { Description = "label-studio: what stands before an image's file in its address.", HelpName = "TEXT", DefaultValueFactory = _ => "/data/local-files/?d=" };
    private static readonly Option<bool> NoTruth = new("--no-truth") { Description = "reference: do not measure true_label, also where there is truth." };
    private static readonly Option<string?> DataRoot = new("--data-root") { Description = "unimatch: the folder that paths are relative to; the default is the dataset's root.", HelpName = "DIR" };

    public static Command Create()
    {
        Command command = new("export", """
            Give the regions of a run to other programs. For people: the most doubtful regions, to be confirmed, relabelled, deleted or redrawn.

              cvat          a zip for "Upload annotations", format "Segmentation mask 1.1"
              label-studio  JSON to import as tasks with predictions; NAME.config.xml beside it holds the labelling settings
              coco          instances JSON with run lengths
              reference     the region files of the SeCo reference, NAME.json for each image
              unimatch      labelled.txt and unlabelled.txt, with paths relative to one root

            Beside cvat, label-studio and coco files, NAME.questions.json says what was asked: keep it for `seco labels import`.

              seco labels export runs/first --format cvat --limit 200 --out review.zip
              (correct the masks in CVAT, export them as "Segmentation mask 1.1" to answers.zip)
              seco labels import answers.zip --questions review.questions.json --out reviews
              seco run my.yaml --out runs/first --set correction.review=reviews
            """)
        {
            Run, Format, Out, Verdict, Limit, MinimumPixels, ListCounts, ImagePrefix, NoTruth, DataRoot,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Export(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static int Export(ParseResult parsed, CancellationToken cancellationToken)
    {
        string format = Known(parsed.GetRequiredValue(Format), Formats, "--format");
        string target = parsed.GetRequiredValue(Out);
        RunExport run = RunExport.Open(parsed.GetRequiredValue(Run));
        if (format == "unimatch")
        {
            (int labelled, int unlabelled) = run.WriteUniMatch(target, parsed.GetValue(DataRoot));
            return Say(parsed, $"{labelled} labelled and {unlabelled} unlabelled images: {target}");
        }

        RegionSelection selection = RegionSelection.Choose(run.Regions, OptionsOf(parsed, format), cancellationToken);
        if (selection.Count == 0)
        {
            throw new IOException($"{parsed.GetRequiredValue(Run)}: no region fits; nothing is written. Ask for others with --verdict and --min-pixels.");
        }

        Write(format, parsed, run, selection, target, cancellationToken);
        string asked = format == "reference" ? string.Empty : $"\nQuestions: {QuestionFile.PathFor(target)} (keep them for `seco labels import`)";
        string left = selection.Count < selection.Found ? $", the most doubtful of {selection.Found}" : string.Empty;
        return Say(parsed, $"{selection.Count} regions of {selection.Images.Count} images{left}: {target}{asked}");
    }

    private static void Write(string format, ParseResult parsed, RunExport run, RegionSelection selection, string target, CancellationToken cancellationToken)
    {
        switch (format)
        {
            case "reference":
                run.WriteReference(target, selection, !parsed.GetValue(NoTruth), cancellationToken);
                return;
            case "coco":
                AtomicFile.Write(target, stream => CocoFile.Write(stream, selection, parsed.GetValue(ListCounts) ? CocoCounts.List : CocoCounts.Text, cancellationToken));
                break;
            case "cvat":
                AtomicFile.Write(target, stream => CvatArchive.Write(stream, selection, cancellationToken));
                break;
            default:
                AtomicFile.Write(target, stream => LabelStudioFile.Write(stream, selection, parsed.GetRequiredValue(ImagePrefix), cancellationToken));
                AtomicFile.WriteAllText(Path.ChangeExtension(target, ".config.xml"), LabelStudioFile.LabellingSettings(selection.Classes));
                break;
        }

        QuestionFile.Write(QuestionFile.PathFor(target), selection);
    }

    private static RegionSelectionOptions OptionsOf(ParseResult parsed, string format)
    {
        bool forPeople = format is "cvat" or "label-studio";
        RegionSelectionOptions options = new()
        {
            Verdicts = Verdicts[Known(parsed.GetValue(Verdict) ?? (forPeople ? "noisy" : "all"), [.. Verdicts.Keys], "--verdict")],
            Limit = parsed.GetValue(Limit),
            LimitPerImage = format == "cvat" ? CvatArchive.MostRegions : null,
            MinimumPixels = parsed.GetValue(MinimumPixels) ?? (forPeople ? 100 : 1),
        };
        try
        {
            options.Validate();
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(fault.Message);
        }

        return options;
    }

    private static string Known(string word, IReadOnlyCollection<string> known, string option) =>
        known.Contains(word) ? word : throw new UsageException($"{option}: found '{word}'. {Configuration.Suggestion.WithAll(word, known)}");

    private static int Say(ParseResult parsed, string text)
    {
        if (!parsed.GetValue(CommonOptions.Quiet))
        {
            parsed.InvocationConfiguration.Output.WriteLine(text);
        }

        return ExitCode.Done;
    }
}
