using System.CommandLine;
using SeCo.Cli.Rendering;
using SeCo.Configuration;
using SeCo.Datasets;
using SeCo.Labels;
using SeCo.Pipeline;
using SeCo.Storage;

namespace SeCo.Cli.Commands;

/// <summary><c>seco labels check</c>: a folder of labels, or every label file of a configuration.</summary>
internal static class LabelsCheckCommand
{
    private static readonly Argument<string?> Folder = new("folder")
    {
        Description = "Folder of label PNGs, read with all folders below; or none, with --config.", Arity = ArgumentArity.ZeroOrOne, Validators = { CommonOptions.RefuseOptions },
    };

    private static readonly Option<string?> Classes = new("--classes") { Description = "Class set: a name such as cityscapes19 or camvid11, or a YAML file.", HelpName = "SET" };
    private static readonly Option<string?> Images = new("--images") { Description = "Folder of the images: also look for missing partners and other sizes.", HelpName = "DIR" };
    private static readonly Option<string?> Map = new("--map") { Description = "The coding that the labels should have: one of the class set's maps, as cityscapes-ids, or from-one.", HelpName = "NAME" };
    private static readonly Option<string?> Config = new("--config") { Description = "Check every label file of the sections dataset, source and validation of this configuration instead.", HelpName = "FILE" };

    public static Command Create()
    {
        Command command = new("check", """
            Count values, sizes, modes and palettes, and name what does not fit, before hours are spent. Exit code 1 where labels cannot be used.

              seco labels check data/labels --classes cityscapes19 --images data/images
              seco labels check gtFine/val --classes cityscapes19 --map cityscapes-ids --images leftImg8bit/val
              seco labels check --config my.yaml
            """)
        {
            Folder, Classes, Images, Map, Config, CommonOptions.Set, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            bool quiet = parsed.GetValue(CommonOptions.Quiet), isRun = parsed.GetValue(Config) is not null;
            if (isRun == (parsed.GetValue(Folder) is not null) || (isRun && (parsed.GetValue(Images) ?? parsed.GetValue(Map) ?? parsed.GetValue(Classes)) is not null)
                || (!isRun && parsed.GetValue(Classes) is null))
            {
                throw new UsageException("Give a folder with --classes SET (and --images, --map), or --config FILE alone.");
            }

            ProgressDisplay progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, quiet);
            List<(string Title, LabelCheckReport Report, ClassSet Classes)> found = isRun
                ? await OfConfiguration(parsed, progress, cancellationToken)
                : [(parsed.GetValue(Folder)!, await OfFolder(parsed, progress, cancellationToken), ClassSet.Resolve(parsed.GetValue(Classes)!))];
            progress.Clear();
            if (parsed.GetValue(CommonOptions.Json))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(LabelCheckOutput.Json(found));
            }
            else if (!quiet)
            {
                LabelCheckOutput.Show(parsed.InvocationConfiguration.Output, found, withTitles: isRun);
            }

            return found.TrueForAll(f => f.Report.IsUsable) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Task<LabelCheckReport> OfFolder(ParseResult parsed, ProgressDisplay progress, CancellationToken cancellationToken) => LabelCheck.RunAsync(
        parsed.GetValue(Folder)!, ClassSet.Resolve(parsed.GetValue(Classes)!), new LabelCheckOptions { Images = parsed.GetValue(Images), Map = parsed.GetValue(Map) }, progress, cancellationToken);

    private static async Task<List<(string Title, LabelCheckReport Report, ClassSet Classes)>> OfConfiguration(ParseResult parsed, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        RunOptions options = OptionsBinder.Load<RunOptions>(parsed.GetValue(Config), [.. parsed.GetValue(CommonOptions.Set) ?? []]);
        List<(string, LabelCheckReport, ClassSet)> found = [];
        List<string> faults = [];
        foreach ((string section, DatasetOptions? given) in new[] { ("dataset", options.Dataset), ("source", options.Source), ("validation", options.Validation) })
        {
            if (given is null)
            {
                continue;
            }

            try
            {
                Dataset dataset = Dataset.Open(given);
                found.AddRange((await DatasetLabelCheck.RunAsync(dataset, progress, cancellationToken)).Select(l => ($"{section}: {l.Kind}", l.Report, dataset.Classes)));
            }
            catch (DatasetException fault)
            {
                faults.AddRange(fault.Faults.Select(f => $"{section}: {f}")); // all sections' faults together
            }
        }

        progress.Clear();
        return faults.Count > 0 ? throw new DatasetException($"{parsed.GetValue(Config)}: files are missing or do not belong together.", faults)
            : found.Count > 0 ? found
            : throw new DatasetException($"{parsed.GetValue(Config)}: names no labels: no truth, no predictions, no pixel labels. There is nothing to check.");
    }
}
