using SeCo.Exchange;

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
        (string, ExchangeFormat Format)[] formats = [.. ExchangeFormat.All.Where(f => f.IsRead).Select(f => (f.Name, f))];
        Argument<string> input = CommonOptions.Argument("input", "Folder of label PNGs; a file of CVAT, Label Studio or COCO; with --from, any format.");
        Option<string?> from = CommonOptions.Optional<string?>(
            "--from", $"The program that the input is from: {CommonOptions.Words(formats)}. Files are known without.", "FORMAT");
        Option<string?> images = CommonOptions.Optional<string?>(
            "--images", "Other programs' labels: the folder of the images, whose names the labels get, and whose sizes count where a format has none.", "DIR");
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
            Convert label PNGs to the ids of a class set, written with its palette; or, with --reverse, back. Labels and masks of other programs
            become such PNGs too; where they name their classes, --classes can be left out, and OUT.classes.yaml holds them.

              seco labels convert gtFine/val --map cityscapes-ids --classes cityscapes19 --out labels/val
              seco labels convert labels/val --map cityscapes-ids --reverse --classes cityscapes19 --out labelIds/val
              seco labels convert painted --colors --classes camvid11 --out labels
              seco labels convert answers.zip --out labels/answers
              seco labels convert voc --from voc --classes camvid11 --out labels/voc
            """,
            [input, output, CommonOptions.Classes, map, reverse, colors, ignore, firstChannel, regions, from, images], async (parsed, cancellationToken) =>
        {
            (string read, string written) = (parsed.GetRequiredValue(input), parsed.GetRequiredValue(output));
            string? pictures = parsed.GetValue(images);
            OutputFolder.RequireApart(written, [.. Call.FolderIn(read), .. new[] { pictures }.OfType<string>()]); // before the folder is made
            string? given = parsed.GetValue(CommonOptions.Classes);
            if (parsed.GetValue(from) is not null || File.Exists(read))
            {
                if (parsed.GetValue(map) is not null || new[] { reverse, colors, ignore, firstChannel, regions }.Any(parsed.GetValue))
                {
                    throw new UsageException("--map, --reverse, --colors, --ignore-unknown-colors, --first-channel and --regions are for folders of label "
                        + "PNGs or region files; labels of other programs say themselves what they are. Leave them out.");
                }

                ExchangeFormat? format = parsed.GetValue(from) is string name ? CommonOptions.OneOf("--from", name, formats) : null;
                ClassSet? classes = given is null ? null : ClassSet.Resolve(given);
                return await Task.Run(
                    () => ConvertForeign(parsed, (read, written), format, classes, pictures, cancellationToken), cancellationToken);
            }

            if (given is null || pictures is not null)
            {
                throw new UsageException("Label PNGs need --classes SET; --images goes with --from FORMAT.");
            }

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
            using IDisposable alone = OutputFolder.Take(written);
            LabelConversion conversion = new(ClassSet.Resolve(given), options);
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

    private static int ConvertForeign(
        ParseResult parsed, (string Read, string Written) paths, ExchangeFormat? format, ClassSet? classes, string? images,
        CancellationToken cancellationToken)
    {
        using IDisposable alone = OutputFolder.Take(paths.Written);
        (int files, ClassSet set) = ForeignLabels.Convert(paths.Read, paths.Written, format, classes, images, cancellationToken);
        string found = classes is null ? $"\nClasses: {ForeignLabels.ClassFileOf(paths.Written)} ({set.Count}, as the input names them)" : string.Empty;
        return parsed.Say($"{files} files converted: {paths.Written}{found}");
    }
}
