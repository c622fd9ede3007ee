namespace SeCo.Cli.Commands;

/// <summary><c>seco labels check</c>: a folder of labels, or every label file of a configuration.</summary>
internal static class LabelsCheckCommand
{
    private static readonly Argument<string?> Folder = new("folder")
    {
        Description = "Folder of label PNGs, read with all folders below; or none, with --config.",
        Arity = ArgumentArity.ZeroOrOne,
        Validators = { CommonOptions.RefuseOptions },
    };

    private static readonly Option<string?> Images = CommonOptions.Optional<string?>(
        "--images", "Folder of the images: also look for missing partners and other sizes.", "DIR");

    private static readonly Option<string?> Map = CommonOptions.Optional<string?>(
        "--map", "The coding that the labels should have: one of the class set's maps, as cityscapes-ids, or from-one.", "NAME");

    private static readonly Option<string?> Config = CommonOptions.Optional<string?>(
        "--config", "Check every label file of the sections dataset, source and validation of this configuration instead.", "FILE");

    public static Command Create() => CommonOptions.Command("check", """
        Count values, sizes, modes and palettes, and name what does not fit, before hours are spent. Exit code 1 where labels cannot be used.

          seco labels check data/labels --classes cityscapes19 --images data/images
          seco labels check gtFine/val --classes cityscapes19 --map cityscapes-ids --images leftImg8bit/val
          seco labels check --config my.yaml
        """, [Folder, CommonOptions.Classes, Images, Map, Config, CommonOptions.Set, CommonOptions.Json], async (parsed, cancellationToken) =>
    {
        (string? folder, string? classes, string? config) = (parsed.GetValue(Folder), parsed.GetValue(CommonOptions.Classes), parsed.GetValue(Config));
        bool isRun = config is not null;
        bool ofFolder = (parsed.GetValue(Images) ?? parsed.GetValue(Map) ?? classes) is not null;
        if (isRun == folder is not null || (isRun && ofFolder) || (!isRun && classes is null))
        {
            throw new UsageException("Give a folder with --classes SET (and --images, --map), or --config FILE alone.");
        }

        IReadOnlyList<CheckedLabels> found = await parsed.Watch(async progress => isRun
            ? await OfConfiguration(config!, parsed, progress, cancellationToken)
            : [await OfFolder(folder!, ClassSet.Resolve(classes!), parsed, progress, cancellationToken)]);
        if (parsed.GetValue(CommonOptions.Json))
        {
            await parsed.Output.WriteLineAsync(LabelCheckRecord.Json(found));
        }
        else if (!parsed.Quiet)
        {
            LabelCheckOutput.Show(parsed.Output, found, withTitles: isRun);
        }
        else
        {
            LabelCheckOutput.ShowFaults(parsed.InvocationConfiguration.Error, found);
        }

        return found.All(f => f.Report.IsUsable) ? ExitCode.Done : ExitCode.Failed;
    });

    private static async Task<CheckedLabels> OfFolder(
        string folder, ClassSet classes, ParseResult parsed, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        LabelCheckOptions options = new() { Images = parsed.GetValue(Images), Map = parsed.GetValue(Map) };
        return new CheckedLabels(folder, await LabelCheck.RunAsync(folder, classes, options, progress, cancellationToken), classes);
    }

    private static async Task<IReadOnlyList<CheckedLabels>> OfConfiguration(
        string config, ParseResult parsed, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        RunOptions options = OptionsBinder.Load<RunOptions>(config, parsed.GetValue(CommonOptions.Set) ?? []);
        List<CheckedLabels> found = [];
        List<string> faults = [];
        (string, DatasetOptions?)[] sections = [("dataset", options.Dataset), ("source", options.Source), ("validation", options.Validation)];
        foreach ((string section, DatasetOptions? given) in sections)
        {
            if (given is null)
            {
                continue;
            }

            try
            {
                Dataset dataset = Dataset.Open(given);
                parsed.Note(dataset.LeftOut);
                found.AddRange(
                    (await DatasetLabelCheck.RunAsync(dataset, progress, cancellationToken)).Select(
                        l => new CheckedLabels($"{section}: {l.Kind}", l.Report, dataset.Classes)));
            }
            catch (DatasetException fault)
            {
                faults.AddRange(fault.Faults.Select(f => $"{section}: {f}")); // all sections' faults together
            }
        }

        return faults.Count > 0 ? throw new DatasetException($"{config}: files are missing or do not belong together.", faults)
            : found.Count > 0 ? found
            : throw new DatasetException($"{config}: names no labels: no truth, no predictions, no pixel labels. There is nothing to check.");
    }
}
