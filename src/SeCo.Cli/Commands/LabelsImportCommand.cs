using SeCo.Exchange;

namespace SeCo.Cli.Commands;

/// <summary><c>seco labels import</c>: what people said about regions, for the next run; <c>seco labels masks</c>: masks made elsewhere.</summary>
internal static class LabelsImportCommand
{
    public static Command Create()
    {
        Argument<string> answers = CommonOptions.Argument(
            "answers",
            "A zip of CVAT (\"Segmentation mask 1.1\"), JSON of Label Studio or COCO, a folder of a tool for training, or of label PNGs (255: nothing "
                + "said).");
        Option<string?> questions =
            CommonOptions.Optional<string?>("--questions", "What `seco labels export` wrote beside the regions that it gave out.", "FILE");
        Option<string?> classes = CommonOptions.Optional<string?>(
            "--classes", "Class set of answers to no questions: every labelled pixel counts as drawn by hand.", "SET");
        Option<string> output =
            CommonOptions.Out("Folder of the reviews, for correction.review; those of earlier imports are kept where the new ones say nothing.");
        Option<double> agreement = CommonOptions.Real(
            "--agreement",
            ReviewComparison.DefaultAgreement,
            "Share of a region's pixels that must come back alike for the region to have one answer; the rest is taken pixel by pixel.",
            "SHARE");
        return CommonOptions.Command("import", """
            Read what people answered about regions, and write it as reviews, which override verdicts in every run that names them.

            A region that came back as it was is confirmed; with another class it is relabelled; deleted, it is rejected. What was painted or wiped out
            by hand beats everything else. Images that are not among the answers stay as they are.

              seco labels import answers.zip --questions review.questions.json --out reviews
              seco run my.yaml --out runs/first --set correction.review=reviews
            """, [answers, questions, classes, output, agreement], async (parsed, cancellationToken) =>
        {
            double share = parsed.GetValue(agreement);
            ReviewImportOptions options = share is > 0.5 and <= 1
                ? new() { Agreement = share }
                : throw new UsageException($"--agreement is {share}, expected above 0.5 and at most 1.");
            (string read, string written) = (parsed.GetRequiredValue(answers), parsed.GetRequiredValue(output));
            ReviewImport import = (parsed.GetValue(questions), parsed.GetValue(classes)) switch
            {
                (string file, null) => new ReviewImport(QuestionFile.Read(file), options),
                (null, string set) => new ReviewImport(ClassSet.Resolve(set), options),
                (null, null) when ReviewImport.OfReview(read, options) is { } own => own,
                _ => throw new UsageException(
                    "Give --questions FILE, as `seco labels export` wrote it, or, for labels that answer no questions, --classes SET; one of the two. "
                        + "Only answers of `seco review` need neither."),
            };
            OutputFolder.RequireApart(written, Call.FolderIn(read));
            using IDisposable alone = OutputFolder.Take(written);
            ReviewImportSummary summary = await import.RunAsync(read, written, cancellationToken);
            string missing = summary.Unanswered > 0
                ? $"\n{summary.Unanswered} images that were asked about are not among the answers, and stay as they are."
                : string.Empty;
            return parsed.Say(
                $"{summary.Images} images answered: {summary.Confirmed} regions confirmed, {summary.Relabelled} relabelled, {summary.Rejected} rejected; "
                + $"{summary.DrawnPixels} pixels drawn by hand.{missing}\n"
                + $"Reviews: {written}   Use them: --set correction.review={written}");
        });
    }

    public static Command CreateMasks()
    {
        Argument<string> coco = CommonOptions.Argument("coco", "COCO instances JSON: run lengths or polygons.");
        Option<string> output = CommonOptions.Out("Folder for NAME.json of each image.");
        return CommonOptions.Command("masks", """
            Turn the masks of a COCO file into mask files, one an image, as aggregation.segmenter: mask_files reads them. Categories are not used.

              seco labels masks instances.json --out masks
              seco run my.yaml --out runs/first --set aggregation.segmenter=mask_files --set aggregation.mask_files.folder=masks
            """, [coco, output], (parsed, cancellationToken) =>
        {
            string written = parsed.GetRequiredValue(output);
            using IDisposable alone = OutputFolder.Take(written);
            (int images, int masks) = MaskFileImport.Run(parsed.GetRequiredValue(coco), written, cancellationToken);
            return parsed.Say($"{masks} masks of {images} images: {written}");
        });
    }
}
