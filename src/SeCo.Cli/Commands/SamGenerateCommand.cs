namespace SeCo.Cli.Commands;

/// <summary><c>seco sam generate</c>: all masks of an image, or of every image of a folder.</summary>
internal static class SamGenerateCommand
{
    private static readonly Option<string> Image = CommonOptions.Required("--image", "An image, or a folder: then all images below it.", "FILE|DIR");

    private static readonly Option<string> Out = CommonOptions.Out(
        "Folder for the masks, named like the images. Stopped or killed, the same command goes on where it was.");

    private static readonly Option<string> Format = CommonOptions.WithDefault(
        "--format",
        "json",
        "json: a list of records for each image, as amg.py writes it. sa1b: an object with image and annotations, as in the data set. "
            + "png: a folder with a PNG for each mask and metadata.csv.",
        "json|sa1b|png");

    public static Command Create() => CommonOptions.Command("generate", """
        Find all masks of images with Segment Anything, as the official automatic mask generator does; its options have their official names and defaults.

        Masks are COCO run lengths, always. What is written can be used in runs:
        --set aggregation.segmenter=mask-files --set aggregation.mask_files.folder=DIR.

          seco sam generate --weights sam_vit_b.pth --image photos --out masks
          seco sam generate --weights sam_vit_h.pth --image street.jpg --crop-n-layers 1 --min-mask-region-area 100 --format sa1b --out masks
        """,
        [
            .. SamModelArguments.All, Image, Out, Format, .. AutomaticMaskArguments.All, CommonOptions.Shard, CommonOptions.Merge, CommonOptions.Json,
        ], async (parsed, cancellationToken) =>
    {
        SamModelFile file = SamModelArguments.Read(parsed);
        AutomaticMaskOptions options = AutomaticMaskArguments.Read(parsed);
        MaskExportFormat format = CommonOptions.OneOf(
            "--format", parsed.GetRequiredValue(Format),
            ("json", MaskExportFormat.Json), ("sa1b", MaskExportFormat.Sa1b), ("png", MaskExportFormat.Png));
        return Show(parsed, await parsed.Watch(progress =>
            Task.Run(() => Generate(parsed, file, options, format, progress, cancellationToken), cancellationToken)));
    });

    private static MaskExportSummary Generate(
        ParseResult parsed, SamModelFile file, AutomaticMaskOptions options, MaskExportFormat format, ProgressDisplay progress,
        CancellationToken cancellationToken)
    {
        StageShare share = parsed.Share();
        IReadOnlyList<ImageEntry> images = parsed.ReadImages(parsed.GetRequiredValue(Image), parsed.GetRequiredValue(Out));
        SamConfig config = SamModelArguments.Check(file, parsed);
        string settings = $"{Fingerprint.OfFile(file.Weights)}\n{config.ToJson()}\n{file.EffectivePrecision}\n"
            + OptionsWriter.ToYaml(options.For(config) with { PointsPerBatch = 64 });

        // With one image, its points are what progress can tell of; the model is loaded only where something is left to do.
        SamModel? model = null;
        try
        {
            MaskExport export = new(format, settings, (image, cancellation) =>
                new AutomaticMaskGenerator(model ??= file.Load(), options).Generate(image, images.Count == 1 ? new Points(progress) : null, cancellation));
            if (share.Merge is null)
            {
                return export.RunShard(images, parsed.GetRequiredValue(Out), share.Shard, progress, cancellationToken);
            }

            export.Merge(images, parsed.GetRequiredValue(Out));
            return export.Run(images, parsed.GetRequiredValue(Out), progress, cancellationToken); // all are finished: counts their masks
        }
        finally
        {
            model?.Dispose();
        }
    }

    private static int Show(ParseResult parsed, MaskExportSummary summary)
    {
        parsed.Mind(summary.Damage);
        string kept = summary.Kept > 0 ? $" ({summary.Kept} images were finished before)" : string.Empty;
        return parsed.Say(
            $"{summary.Masks} masks of {summary.Images} images{kept}: {parsed.GetRequiredValue(Out)}",
            $$"""{"images": {{summary.Images}}, "kept": {{summary.Kept}}, "masks": {{summary.Masks}}}""");
    }

    private sealed class Points(ProgressDisplay display) : IProgress<MaskProgress>
    {
        public void Report(MaskProgress value) => display.Report(new StageProgress("sam", "points", value.PointsDone, value.PointsTotal));
    }
}
