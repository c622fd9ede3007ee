namespace SeCo.Cli.Commands;

/// <summary><c>seco labels</c>: look at label folders before hours are spent on them, and convert them.</summary>
internal static class LabelsCommand
{
    public static Command Create() => new("labels", "Check and convert label PNGs; give regions to other programs and to people, and read their answers.")
    {
        LabelsCheckCommand.Create(), Convert(), LabelsExportCommand.Create(), LabelsImportCommand.Create(), LabelsImportCommand.CreateMasks(),
    };

    private static Command Convert()
    {
        Argument<string> input = CommonOptions.Argument("input", "Folder of label PNGs.");
        Option<string> output = CommonOptions.Out("Folder for the converted labels; files keep their names.");
        Option<string?> map = CommonOptions.Optional<string?>(
            "--map",
            "How the input is coded: one of the class set's maps, as cityscapes-ids for cityscapes19; from-one where classes count from 1 and 0 is "
                + "unlabelled.",
            "NAME");
        Option<bool> reverse =
            CommonOptions.Flag("--reverse", "The way back: from ids of the class set to those of --map, as a benchmark's server wants them.");
        Option<bool> firstChannel = CommonOptions.Flag("--first-channel", "The input has 16 bits, or ids in its red channel, as SYNTHIA's files.");
        Option<bool> regions = CommonOptions.Flag("--regions", "The input is region files (JSON), SeCo's or the reference's.");
        Option<bool> colors = CommonOptions.Flag("--colors", "The input is coloured pictures: match colours with the class set's.");
        Option<bool> ignore = CommonOptions.Flag("--ignore-unknown-colors", "With --colors: an unknown colour becomes 255 instead of an error.");
        return CommonOptions.Command("convert", """
            Convert label PNGs to the ids of a class set, written with its palette; or, with --reverse, back.

              seco labels convert gtFine/val --map cityscapes-ids --classes cityscapes19 --out labels/val
              seco labels convert labels/val --map cityscapes-ids --reverse --classes cityscapes19 --out labelIds/val
              seco labels convert painted --colors --classes camvid11 --out labels
            """, [input, output, CommonOptions.RequiredClasses, map, reverse, colors, ignore, firstChannel, regions], async (parsed, cancellationToken) =>
        {
            LabelConversionSource[] sources =
            [
                .. parsed.GetValue(colors) ? [LabelConversionSource.Colors] : (LabelConversionSource[])[],
                .. parsed.GetValue(firstChannel) ? [LabelConversionSource.FirstChannel] : (LabelConversionSource[])[],
                .. parsed.GetValue(regions) ? [LabelConversionSource.Regions] : (LabelConversionSource[])[],
            ];
            if (sources.Length > 1 || (parsed.GetValue(reverse) && (sources.Length > 0 || parsed.GetValue(map) is null)))
            {
                throw new UsageException("Give at most one of --colors, --first-channel, --regions; --reverse goes with --map alone.");
            }

            LabelConversionOptions options = new()
            {
                Source = sources.FirstOrDefault(LabelConversionSource.Ids),
                Reverse = parsed.GetValue(reverse),
                Map = parsed.GetValue(map),
                IgnoreUnknownColors = parsed.GetValue(ignore),
            };
            (string read, string written) = (parsed.GetRequiredValue(input), parsed.GetRequiredValue(output));
            OutputFolder.RequireApart(written, read); // before the folder is made
            using IDisposable alone = OutputFolder.Take(written);
            LabelConversion conversion = new(ClassSet.Resolve(parsed.GetRequiredValue(CommonOptions.RequiredClasses)), options);
            LabelConversionSummary summary = await parsed.Watch(progress => conversion.RunAsync(read, written, progress, cancellationToken));
            if (!parsed.Quiet)
            {
                await parsed.Output.WriteLineAsync($"{summary.Files} files converted.");
                LabelCheckOutput.List(parsed.Output, "files of other kinds, left out", [.. summary.OtherKinds.Select(k => $"{k.Kind}: {k.Files}")]);
                LabelCheckOutput.List(parsed.Output, "suspicions", summary.Suspicions);
            }

            return ExitCode.Done;
        });
    }
}
