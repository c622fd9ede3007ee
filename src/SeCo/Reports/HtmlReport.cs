namespace SeCo.Reports;

/// <summary>Makes the report of a run: one HTML file that needs nothing else, no network either.</summary>
/// <remarks>Two passes: a look at every image's labels and regions, then pictures of the few that are shown. The same files give the same bytes.</remarks>
internal sealed class HtmlReport(ReportOptions options, int parallelism)
{
    // Characters of lists and tables among the pictures: in all, and for each class.
    private const int Reserve = 20_000;
    private const int ReserveOfClass = 800;

    public Task<ReportSummary> RunAsync(ReportInput input, string path, IProgress<StageProgress>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => Run(input, path, progress, cancellationToken), cancellationToken);

    private ReportSummary Run(ReportInput input, string path, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        List<string> notes = [.. input.Notes];
        GallerySurvey target = Survey(input.Target, options.Regions);
        GallerySurvey? validation = input.Validation is null ? null : Survey(input.Validation, 0);
        ReportNotes unusable = new();
        unusable.Add(target.Notes);
        unusable.Add(validation?.Notes ?? new ReportNotes());
        ReportContent content = new(
            input, options, target, validation,
            RunFileKinds.Evaluation.ReadIfUsable(input.Files.Evaluation, notes),
            RunFileKinds.Manifest.ReadIfUsable(input.Files.Manifest, notes),
            RunFileKinds.NoiseModel.ReadIfUsable(input.Files.NoiseModel, notes),
            RunFileKinds.ClassifierTraining.ReadIfUsable(input.Files.ClassifierCurve, notes),
            RunFileKinds.TrainingHistory.ReadIfUsable(input.Files.History, notes),
            RunLogFile.Read(input.Files.Log));
        string style = PageTemplate.Style(input.Classes);
        Markup after = Markup.Of(html => RunSection.Write(html, content)), before = Markup.Of(html => WriteFirst(html, content));
        long limit = options.MaxBytes();
        long fix = Encoding.UTF8.GetByteCount(after.Text + style + PageTemplate.Script) + Reserve + (ReserveOfClass * input.Classes.Count);
        if (Encoding.UTF8.GetByteCount(before.Text) + fix > limit / 2)
        {
            content = content with { IsShort = true };
            before = Markup.Of(html => WriteFirst(html, content));
        }

        long left = limit - Encoding.UTF8.GetByteCount(before.Text) - fix;
        if (content.IsShort)
        {
            notes.Add($"The report's size limit ({options.MaxSize}) left no room for histograms of single classes and for confusion matrices but the "
                + $"last.{(left <= 0 ? " Even so the file may be larger than that." : "")} Raise report.max_size to see them.");
        }

        PictureMaker maker = new(input.Classes, options, parallelism, unusable);
        IReadOnlyList<ShownRegion> regions = maker.Regions(target, left * 35 / 100, progress, cancellationToken);
        left -= regions.Sum(r => r.Length);
        IReadOnlyList<ShownImage> measured = validation is null ? [] : maker.Images(validation, left * 40 / 100, progress, cancellationToken);
        left -= measured.Sum(s => s.Length);
        IReadOnlyList<ShownImage> images = maker.Images(target, left, progress, cancellationToken);
        notes.AddRange(unusable.Sentences());

        PageTemplate.Write(path, input.Name, input.Classes, Links(content), html =>
        {
            PageTemplate.Notes(html, notes);
            html.Raw(before.Text);
            GallerySection.Write(html, content, target, images, "images");
            if (validation is not null)
            {
                GallerySection.Write(html, content, validation, measured, "validation");
            }

            RegionSection.Write(html, content, regions);
            html.Raw(after.Text);
        });
        return new ReportSummary(path, new FileInfo(path).Length, images.Count + measured.Count, regions.Count, notes);

        GallerySurvey Survey(ReportGallery gallery, int regions) =>
            input.Surveys.FirstOrDefault(s => s.KeptRegions == regions && s.Gallery.ShowsTheSameAs(gallery))
            ?? GallerySurvey.Of(gallery, input.Classes, regions, parallelism, measure: false, visit: null, progress, cancellationToken);
    }

    private static void WriteFirst(HtmlWriter html, ReportContent content)
    {
        OverviewSection.Write(html, content);
        ClassSection.Write(html, content);
        NoiseSection.Write(html, content);
        if (TrainingSection.Has(content))
        {
            TrainingSection.Write(html, content);
        }
    }

    private static IEnumerable<(string Id, string Title)> Links(ReportContent content)
    {
        (string Id, string Title, bool Has)[] sections =
        [
            ("overview", "Overview", true), ("classes", "Classes", true), ("noise", "Noise", true), ("training", "Training", TrainingSection.Has(content)),
                ("images", "Images", true),
            ("validation", "Validation", content.Validation is not null), ("regions", "Regions", true), ("run", "Settings", true),
        ];
        return sections.Where(s => s.Has).Select(s => (s.Id, s.Title));
    }
}
