namespace SeCo.Reports;

/// <summary>Class by class: how good each layer is, how much of each class there is, and what is taken for what.</summary>
internal static class ClassSection
{
    private const int MostColumns = 32;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Line($"<section id=\"classes\" aria-labelledby=\"classes-title\"><h2 id=\"classes-title\">Class by class</h2>");
        Bars(html, content, content.Target);
        if (content.Validation is { } validation)
        {
            Bars(html, content, validation);
        }

        if (content.Target.WithTruth + (content.Validation?.WithTruth ?? 0) > 0)
        {
            html.Line($"<h3>What is taken for what</h3><p class=\"hint\">Each row is a true class; its cells say where the pixels of that class went, "
                + $"in per cent of those with a label.</p>");
            Matrices(html, content, content.Target);
            if (content.Validation is { } measured)
            {
                Matrices(html, content, measured);
            }
        }

        html.Line($"</section>");
    }

    private static void Bars(HtmlWriter html, ReportContent content, GallerySurvey survey)
    {
        bool measured = survey.WithTruth > 0;
        int[] layers = [.. Enumerable.Range(0, survey.Layers.Count).Where(i => measured ? survey.Layers[i].Measured > 0 : survey.Layers[i].Images > 0)];
        if (layers.Length == 0)
        {
            return;
        }

        double[][] shares = [.. layers.Select(i => measured ? survey.Layers[i].Confusion.IntersectionsOverUnions()
            : Shares(survey.Layers[i], content.Input.Classes.Count))];
        string images = Words.Of(measured ? survey.WithTruth : survey.Gallery.Entries.Count, "image", "images");
        string about = measured
            ? "Of the pixels that have a label: what is right, as a share of what either has the class or should have it."
            : "There is no ground truth: how much of the image area carries each class.";
        html.Line($"<h3>{(measured ? "Intersection over union" : "Share of the pixels")}, {images} of {survey.Gallery.Of}</h3>");
        html.Line($"<p class=\"hint\">{about} In per cent.</p>");
        html.Add($"<ul class=\"legend\">");
        foreach (int i in layers)
        {
            html.Add($"<li><span class=\"chip s-{survey.Gallery.Layers[i].Key}\"></span>{survey.Gallery.Layers[i].Title}</li>");
        }

        html.Line($"</ul>");
        html.Line($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Bars by class\"><table class=\"bars\"><thead><tr>"
            + $"<th scope=\"col\">class</th>{HeaderOf(survey, layers)}</tr></thead><tbody>");
        double scale = measured ? 1 : Math.Max(0.01, shares.Max(s => s.Max()));
        for (int c = 0; c < content.Input.Classes.Count; c++)
        {
            if (shares.All(s => double.IsNaN(s[c]) || (!measured && s[c] == 0)))
            {
                continue;
            }

            html.Line($"<tr><th scope=\"row\"><span class=\"chip k{c}\">"
                + $"</span>{content.ClassName(c)}</th>{Cells(survey, layers, i => shares[i][c], scale)}</tr>");
        }

        if (measured)
        {
            html.Line($"<tr class=\"mean\"><th scope=\"row\">mean "
                + $"(mIoU)</th>{Cells(survey, layers, i => shares[i].Where(s => !double.IsNaN(s)).DefaultIfEmpty(double.NaN).Average(), scale)}</tr>");
        }

        html.Line($"</tbody></table></div>");
    }

    private static Markup HeaderOf(GallerySurvey survey, int[] layers) => Markup.Of(html =>
    {
        foreach (int i in layers)
        {
            html.Add($"<th scope=\"col\">{survey.Gallery.Layers[i].Title}</th>");
        }
    });

    private static Markup Cells(GallerySurvey survey, int[] layers, Func<int, double> share, double scale) => Markup.Of(html =>
    {
        for (int i = 0; i < layers.Length; i++)
        {
            (ReportLayer layer, double value) = (survey.Gallery.Layers[layers[i]], share(i));
            html.Add($"<td data-of=\"{layer.Title}\"><span class=\"v\">{Words.Percent(value)}</span><svg class=\"bar\" viewBox=\"0 0 100 10\" "
                + $"preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"10\"/><rect class=\"f-{layer.Key}\" "
                + $"width=\"{Words.At(double.IsNaN(value) ? 0 : 100 * value / scale)}\" height=\"10\"/></svg></td>");
        }
    });

    private static double[] Shares(LayerCount layer, int classes) => [.. Enumerable.Range(0, classes).Select(c => (double)layer.Pixels(c) / layer.Total)];

    private static void Matrices(HtmlWriter html, ReportContent content, GallerySurvey survey)
    {
        for (int i = 0; i < survey.Layers.Count; i++)
        {
            bool judges = survey.Gallery.Layers[i] == survey.Gallery.Judge;
            if (survey.Layers[i].Measured > 0 && (judges || !content.IsShort))
            {
                html.Line($"<details{new Markup(judges ? " open" : "")}>"
                    + $"<summary>{survey.Gallery.Layers[i].Title}, {Words.Of(survey.Layers[i].Measured, "image", "images")} of {survey.Gallery.Of}</summary>");
                Matrix(html, content, survey.Layers[i].Confusion);
                html.Line($"</details>");
            }
        }
    }

    private static void Matrix(HtmlWriter html, ReportContent content, ConfusionMatrix confusion)
    {
        int k = confusion.Classes;
        (long[] target, long[] taken) = (new long[k], new long[k]);
        for (int truth = 0; truth < k; truth++)
        {
            for (int predicted = 0; predicted < k; predicted++)
            {
                target[truth] += confusion[truth, predicted];
                taken[predicted] += confusion[truth, predicted];
            }
        }

        int[] there = [.. Enumerable.Range(0, k).Where(c => target[c] + taken[c] > 0)];
        int[] shown = [.. there.OrderByDescending(c => target[c] + taken[c] - (2 * confusion[c, c])).ThenBy(c => c).Take(MostColumns).Order()];
        if (shown.Length < there.Length)
        {
            html.Line($"<p class=\"hint\">The {shown.Length} of {there.Length} classes with the most errors.</p>");
        }

        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Confusion matrix\"><table class=\"matrix\">"
            + $"<caption class=\"sr\">Rows: true class. Columns: given class. Per cent of the row.</caption>"
            + $"<thead><tr><th scope=\"col\">true ↓ given →</th>");
        foreach (int c in shown)
        {
            html.Add($"<th scope=\"col\"><span class=\"chip k{c}\"></span><span class=\"turn\" "
                + $"title=\"{content.ClassName(c)}\">{content.ClassName(c)}</span></th>");
        }

        html.Line($"<th scope=\"col\"><span class=\"turn\">pixels</span></th></tr></thead><tbody>");
        foreach (int truth in shown)
        {
            html.Add($"<tr><th scope=\"row\" title=\"{content.ClassName(truth)}\"><span class=\"chip k{truth}\"></span>{content.ClassName(truth)}</th>");
            foreach (int given in shown)
            {
                if (confusion[truth, given] == 0)
                {
                    html.Add($"<td class=\"e0\">{(target[truth] == 0 ? "" : "·")}</td>");
                    continue;
                }

                double share = (double)confusion[truth, given] / target[truth];
                string text = share < 0.005 ? "<1" : Words.Percent(share, 0);
                html.Add($"<td class=\"{(truth == given ? "d" : "e")}{Level(share)}\" title=\"{content.ClassName(truth)} taken "
                    + $"for {content.ClassName(given)}: {Words.Percent(share)} %, {Words.Count(confusion[truth, given])} pixels\">{text}</td>");
            }

            html.Line($"<td class=\"n\">{Words.Count(target[truth])}</td></tr>");
        }

        html.Line($"</tbody></table></div>");
    }

    // Ten shades, finer where shares are small.
    private static int Level(double share) => (int)Math.Ceiling(9 * Math.Sqrt(share));
}
