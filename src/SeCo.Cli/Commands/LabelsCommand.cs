using System.CommandLine;
using System.Globalization;
using SeCo.Cli.Rendering;
using SeCo.Labels;
using Spectre.Console;

namespace SeCo.Cli.Commands;

/// <summary><c>seco labels</c>: look at label folders before hours are spent on them, and convert them.</summary>
internal static class LabelsCommand
{
    public static Command Create() => new("labels", "Check and convert label PNGs; give regions to other programs and to people, and read their answers.")
    {
        Check(), Convert(), LabelsExportCommand.Create(), LabelsImportCommand.Create(), LabelsImportCommand.CreateMasks(),
    };

    private static Command Check()
    {
        Argument<string> folder = new("folder") { Description = "Folder of label PNGs, read with all folders below.", Validators = { CommonOptions.RefuseOptions } };
        Option<string> classes = ClassesOption();
        Option<string?> images = new("--images") { Description = "Folder of the images: also look for missing partners and other sizes.", HelpName = "DIR" };
        Command command = new("check", """
            Count values, sizes, modes and palettes, and name what does not fit. Exit code 1 where the labels cannot be used.

              seco labels check data/labels --classes cityscapes19 --images data/images
            """)
        {
            folder, classes, images,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            bool quiet = parsed.GetValue(CommonOptions.Quiet);
            ProgressDisplay progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, quiet);
            ClassSet set = ClassSet.Resolve(parsed.GetRequiredValue(classes));
            LabelCheckReport report = await LabelCheck.RunAsync(
                parsed.GetRequiredValue(folder), set, new LabelCheckOptions { Images = parsed.GetValue(images) }, progress, cancellationToken);
            progress.Clear();
            if (!quiet)
            {
                Show(parsed.InvocationConfiguration.Output, report, set);
            }

            return report.IsUsable ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command Convert()
    {
        Argument<string> input = new("input") { Description = "Folder of label PNGs.", Validators = { CommonOptions.RefuseOptions } };
        Option<string> output = new("--out", "-o") { Description = "Folder for the converted labels; files keep their names.", HelpName = "DIR", Required = true };
        Option<string> classes = ClassesOption();
        Option<string?> map = new("--map") { Description = "How the input is coded: one of the class set's maps, as cityscapes-ids for cityscapes19.", HelpName = "NAME" };
        Option<bool> colors = new("--colors") { Description = "The input is coloured pictures: match colours with the class set's." };
        Option<bool> ignore = new("--ignore-unknown-colors") { Description = "With --colors: an unknown colour becomes 255 instead of an error." };
        Command command = new("convert", """
            Convert label PNGs to the ids of a class set, written with its palette.

              seco labels convert gtFine/val --map cityscapes-ids --classes cityscapes19 --out labels/val
            """)
        {
            input, output, classes, map, colors, ignore,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ProgressDisplay progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, parsed.GetValue(CommonOptions.Quiet));
            LabelConversionOptions options = new()
            {
                Source = parsed.GetValue(colors) ? LabelConversionSource.Colors : LabelConversionSource.Ids,
                Map = parsed.GetValue(map),
                IgnoreUnknownColors = parsed.GetValue(ignore),
            };
            int files = await new LabelConversion(ClassSet.Resolve(parsed.GetRequiredValue(classes)), options)
                .RunAsync(parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), progress, cancellationToken);
            progress.Clear();
            if (!parsed.GetValue(CommonOptions.Quiet))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{files} files converted.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string> ClassesOption() =>
        new("--classes") { Description = "Class set: a name such as cityscapes19 or camvid11, or a YAML file.", HelpName = "SET", Required = true };

    private static void Show(TextWriter output, LabelCheckReport report, ClassSet set)
    {
        Table table = Tables.Plain().AddColumn("id").AddColumn("class").AddColumn(Tables.Right("pixels"));
        for (int id = 0; id < report.Pixels.Count; id++)
        {
            if (id < set.Count || report.Pixels[id] > 0)
            {
                string name = id < set.Count ? set.Classes[id].Name : id == 255 ? "(no label)" : "(not in the class set)";
                table.AddRow(id.ToString(CultureInfo.InvariantCulture), Markup.Escape(name), report.Pixels[id].ToString(CultureInfo.InvariantCulture));
            }
        }

        Tables.Write(output, table);
        output.WriteLine($"{report.Files} files; sizes: {string.Join(", ", report.Sizes.Select(s => $"{s.Width}x{s.Height} ({s.Files})"))}; "
            + $"modes: {string.Join(", ", report.Modes.Select(m => $"{m.Mode} ({m.Files})"))}");
        List("labels outside the class set", [.. report.Foreign.Select(f => $"{f.Id}: {f.Pixels} pixels in {f.Files} files, first {f.FirstFile} at ({f.X}, {f.Y})")]);
        List("unreadable", report.Unreadable);
        List("label and image differ in size", report.Mismatched);
        List("images without labels", report.ImagesWithoutLabels);
        List("labels without images", report.LabelsWithoutImages);
        List("suspicions", report.Suspicions);
        output.WriteLine(report.IsUsable ? "These labels can be used." : "These labels cannot be used as they are.");

        void List(string what, IReadOnlyList<string> items)
        {
            const int Shown = 10;
            if (items.Count > 0)
            {
                output.WriteLine($"{what}: {items.Count}");
                foreach (string item in items.Take(Shown))
                {
                    output.WriteLine($"  {item}");
                }
            }
        }
    }
}
