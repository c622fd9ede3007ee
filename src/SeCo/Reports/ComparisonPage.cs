namespace SeCo.Reports;

/// <summary>The page that compares runs: one HTML file that needs nothing else, as the report is.</summary>
internal static class ComparisonPage
{
    private static readonly (string Name, Func<ComparedRunRecord, double?> Of, int Decimals, string Better)[] Measures =
    [
        ("labels: mIoU with the truth, unlabelled pixels are wrong, %", r => 100 * r.LabelMiou, 1, "more"),
        ("model: mIoU with the truth, %", r => 100 * r.ModelMiou, 1, "more"),
        ("labels: coverage, %", r => 100 * r.Coverage, 1, ""), ("labels: drift of classes, bits", r => r.LabelFree.LabelDrift, 4, ""),
        ("model: density, nats", r => r.LabelFree.Density, 3, ""),
        ("model: consistency under views, % mIoU", r => 100 * r.LabelFree.Consistency, 1, "more"),
        ("model: confidence, %", r => 100 * r.LabelFree.Confidence, 1, ""), ("model: drift of classes, bits", r => r.LabelFree.Drift, 4, ""),
    ];

    public static void Write(
        string path, ComparisonRecord record, ClassSet classes, ReportGallery gallery, IReadOnlyList<TrainingHistoryRecord?> histories,
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ReportOptions options = new();
        ReportNotes notes = new();
        GallerySurvey survey = GallerySurvey.Of(gallery, classes, 0, 0, measure: false, visit: null, progress, cancellationToken);
        IReadOnlyList<ShownImage> shots = new PictureMaker(classes, options, 0, notes).Images(survey, options.MaxBytes(), progress, cancellationToken);
        notes.Add(survey.Notes);
        (string Id, string Title)[] links =
            [("overview", "Overview"), ("settings", "Settings"), ("labels", "Labels"), ("images", "Images"), ("training", "Training")];
        PageTemplate.Write(path, $"{record.Runs.Count} runs", classes, links, html =>
        {
            PageTemplate.Notes(html, [.. record.Notes, .. notes.Sentences()]);
            Overview(html, record);
            Settings(html, record);
            Labels(html, record);
            GallerySection.WriteAlone(html, survey, shots, classes, $"The images whose labels differ most, of {Words.Count(record.CommonImages)}. In "
                + "\"where they differ\" pixels that runs give different labels have that of the first run; all others are black.");
            Training(html, record, histories);
        });
    }

    private static void Overview(HtmlWriter html, ComparisonRecord record)
    {
        html.Line($"<section id=\"overview\" aria-labelledby=\"overview-title\"><h2 id=\"overview-title\">Overview</h2>");
        html.Line($"<p class=\"lead\">{(record.Trusted is null ? "" : $"To trust: {record.Trusted}. ")}{record.Reason}</p>");
        (string Name, Func<ComparedRunRecord, double?> Of, int Decimals, string Better)[] known =
            [.. Measures.Where(m => record.Runs.Any(r => m.Of(r) is double value && double.IsFinite(value)))];
        HtmlTable.Write(
            html, "Measures", $"What was measured; models on {Words.Of(record.ProbedImages, "image", "images")} without truth",
            ["measure", .. record.Runs.Select(r => r.Name), "better is"],
            known.Select(m => (Markup.Escaped(m.Name), (string[])[.. record.Runs.Select(r => Words.Real(m.Of(r), m.Decimals)), m.Better])));
        html.Line($"</section>");
    }

    private static void Settings(HtmlWriter html, ComparisonRecord record)
    {
        html.Line($"<section id=\"settings\" aria-labelledby=\"settings-title\"><h2 id=\"settings-title\">Settings that differ</h2>");
        HtmlTable.Write(
            html, "Settings that differ", null, ["setting", .. record.Runs.Select(r => r.Name)],
            record.Settings.Select(s => (Markup.Escaped(s.Key), s.Values.ToArray())));
        html.Line($"</section>");
    }

    private static void Labels(HtmlWriter html, ComparisonRecord record)
    {
        string[] names = [.. record.Runs.Select(r => r.Name)];
        html.Line($"<section id=\"labels\" aria-labelledby=\"labels-title\"><h2 id=\"labels-title\">Labels</h2>");
        HtmlTable.Write(
            html, "Agreement of runs",
            $"Pixels that two runs give the same label, % of those that both label, on {Words.Of(record.CommonImages, "image", "images")}",
            ["run", .. names], names.Select((name, i) => (Markup.Escaped(name), record.Agreement[i].Select(share => Words.Percent(share)).ToArray())));
        HtmlTable.Write(
            html, "Agreement of classes", "Mean IoU of a run's class with that of the other runs, %", ["class", .. names],
            record.PerClass.Select(c => (Markup.Class(c.Id, c.Name), c.Agreement.Select(share => Words.Percent(share)).ToArray())));
        HtmlTable.Write(
            html, "Classes", "Share of the labelled pixels, %", ["class", .. names],
            record.PerClass.Select(c => (Markup.Class(c.Id, c.Name), c.Shares.Select(share => Words.Percent(share, 2)).ToArray())));
        html.Line($"</section>");
    }

    private static void Training(HtmlWriter html, ComparisonRecord record, IReadOnlyList<TrainingHistoryRecord?> histories)
    {
        html.Line($"<section id=\"training\" aria-labelledby=\"training-title\"><h2 id=\"training-title\">Training</h2><figure>");
        if (histories.All(h => h is null))
        {
            html.Line($"<p>No run has trained a model.</p>");
        }

        Curves("Training loss over the steps", "step", "loss", fromZero: true, h => [.. h.Steps.Select(p => ((double)p.Step, p.Loss))]);
        Curves(
            "mIoU on validation truth after each epoch, in per cent", "epoch", "mIoU, %", fromZero: false,
            h => [.. h.Epochs.Where(e => e.ValidationMiou is not null).Select(e => ((double)e.Epoch, 100 * e.ValidationMiou!.Value))]);
        html.Line($"</figure></section>");

        void Curves(string title, string x, string y, bool fromZero, Func<TrainingHistoryRecord, IReadOnlyList<(double, double)>> of) => LineChart.Write(
            html, [.. record.Runs.Select((run, i) => (run.Name, histories[i] is { } history ? of(history) : []))], title, x, y, fromZero);
    }
}
