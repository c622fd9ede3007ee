using SeCo.Exchange;

namespace SeCo.Cli.Commands;

/// <summary><c>seco labels export</c>: the regions of a run for other programs, and for people who look at the doubtful ones.</summary>
internal static class LabelsExportCommand
{
    private static readonly (string Name, ExchangeFormat Format)[] Formats =
        [.. ExchangeFormat.All.Where(f => f.About is not null).Select(f => (f.Name, f))];

    /// <summary>The words for verdicts that regions are asked for by.</summary>
    internal static readonly (string, RegionVerdict[])[] Verdicts =
    [
        ("noisy", [RegionVerdict.Rejected, RegionVerdict.Corrected]), ("rejected", [RegionVerdict.Rejected]), ("corrected", [RegionVerdict.Corrected]),
        ("clean", [RegionVerdict.Clean]), ("reviewed", [RegionVerdict.Reviewed]), ("all", []),
    ];

    private static readonly Argument<string> Run = CommonOptions.Argument(
        "run", "The run folder, or the folder of a later round in it; with --classes, a folder of label PNGs.");
    private static readonly Option<string> Format = CommonOptions.Required(
        "--format", $"{CommonOptions.Words(Formats)}.", "FORMAT");
    private static readonly Option<string> Out = CommonOptions.Out("The file to write; a folder for reference, unimatch and tools for training.", "PATH");

    private static readonly Option<string?> Verdict = CommonOptions.Optional<string?>(
        "--verdict",
        "Regions to give out: noisy (rejected and corrected ones, the default for people), rejected, corrected, clean, reviewed, all (the default of coco and "
            + "reference).",
        "WHICH");

    private static readonly Option<int?> Limit = CommonOptions.Optional<int?>("--limit", "At most so many regions, the most doubtful first.", "N");

    private static readonly Option<int?> MinimumPixels = CommonOptions.Optional<int?>(
        "--min-pixels", "Leave out smaller regions; the default is 100 for cvat and label-studio, else 1.", "N");

    private static readonly Option<bool> ListCounts = CommonOptions.Flag(
        "--list-counts", "coco: run lengths as lists with iscrowd 1, for readers that know no text.");

    private static readonly Option<string> ImagePrefix = CommonOptions.WithDefault(
        "--image-prefix", "/data/local-files/?d=", "label-studio: what stands before an image's file in its address.", "TEXT");

    private static readonly Option<bool> NoTruth = CommonOptions.Flag("--no-truth", "reference: do not measure true_label, also where there is truth.");

    private static readonly Option<string?> DataRoot = CommonOptions.Optional<string?>(
        "--data-root", "unimatch: the folder that paths are relative to; the default is the dataset's root.", "DIR");

    private static readonly Option<string?> Images = CommonOptions.Optional<string?>("--images", "With --classes: the folder of the images.", "DIR");

    private static readonly Option<string> Split = CommonOptions.WithDefault(
        "--split", "train", "Folders for training: the split that the images are put into; others that are there stay.", "NAME");

    private static readonly Option<bool> NoImages = CommonOptions.Flag("--no-images", "Folders for training: do not copy the images.");

    public static Command Create() => CommonOptions.Command("export", $$"""
        Give the regions of a run to other programs. For people: the most doubtful regions, to be confirmed, relabelled, deleted or redrawn.

        {{string.Join("\n", Formats.Select(f => $"  {f.Name,-14}{f.Format.About}"))}}

        Folders for training get the final labels of all images, whatever their verdicts. Those of labels of your own: --classes and --images.

        Beside cvat, label-studio and coco files, NAME.questions.json says what was asked: keep it for `seco labels import`.

          seco labels export runs/first --format cvat --limit 200 --out review.zip
          (correct the masks in CVAT, export them as "Segmentation mask 1.1" to answers.zip)
          seco labels import answers.zip --questions review.questions.json --out reviews
          seco run my.yaml --out runs/first --set correction.review=reviews
          seco labels export runs/first --format ultralytics --out street-ultralytics
          seco labels export labels/val --classes cityscapes19 --images leftImg8bit/val --split val --format voc --out voc
        """,
        [
            Run, Format, Out, Verdict, Limit, MinimumPixels, ListCounts, ImagePrefix, NoTruth, DataRoot, CommonOptions.Classes, Images, Split, NoImages,
        ],
        Export);

    private static int Export(ParseResult parsed, CancellationToken cancellationToken)
    {
        ExchangeFormat format = CommonOptions.OneOf("--format", parsed.GetRequiredValue(Format), Formats);
        (string given, string? images) = (parsed.GetRequiredValue(Run), parsed.GetValue(Images));
        bool isRun = parsed.GetValue(CommonOptions.Classes) is null;
        if (isRun && images is not null)
        {
            throw new UsageException("--images goes with --classes SET, for a folder of label PNGs; a run knows its images.");
        }

        ExportSource source = isRun
            ? RunExport.Open(given)
            : LabelFolderSource.Open(given, ClassSet.Resolve(parsed.GetValue(CommonOptions.Classes)!), images);
        ExportRequest request = UsageException.Check(new ExportRequest(source, OptionsOf(parsed, format.Defaults))
        {
            ListCounts = parsed.GetValue(ListCounts),
            ImagePrefix = parsed.GetRequiredValue(ImagePrefix),
            UseTruth = !parsed.GetValue(NoTruth),
            DataRoot = parsed.GetValue(DataRoot),
            Split = parsed.GetRequiredValue(Split),
            CopyImages = !parsed.GetValue(NoImages) && (isRun || images is not null),
        }, asked => asked.Validate());
        OutputFolder.RequireApart(parsed.GetRequiredValue(Out), [given, .. new[] { images }.OfType<string>()]);
        IEnumerable<string> pictures = source.Regions.Images.Select(i => Path.Combine(source.DatasetRoot, i.File));
        parsed.Mind(isRun || images is not null ? DatasetCheck.TurnedImages(pictures) : null);
        return parsed.Say(format.Export(request, parsed.GetRequiredValue(Out), cancellationToken));
    }

    private static RegionSelectionOptions OptionsOf(ParseResult parsed, RegionSelectionOptions defaults)
    {
        RegionVerdict[]? verdicts = parsed.GetValue(Verdict) is string which ? CommonOptions.OneOf("--verdict", which, Verdicts) : null;
        return UsageException.Check(
            defaults with
            {
                Verdicts = verdicts ?? defaults.Verdicts,
                Limit = parsed.GetValue(Limit),
                MinimumPixels = parsed.GetValue(MinimumPixels) ?? defaults.MinimumPixels,
            },
            options => options.Validate());
    }
}
