namespace SeCo.Reports;

/// <summary>How the classifier of regions and the student were trained.</summary>
internal static class TrainingSection
{
    /// <summary>Whether there is anything to show.</summary>
    public static bool Has(ReportContent content) => content.History is not null || content.Classifier.Count > 0;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Line($"<section id=\"training\" aria-labelledby=\"training-title\"><h2 id=\"training-title\">Training</h2>");
        if (content.Classifier.Count > 0)
        {
            html.Line($"<h3>The classifier of regions (SCC)</h3><p class=\"hint\">Mean loss of the batches. It is stopped early on purpose: what most "
                + $"regions of a class have in common is learnt first, wrong classes later.</p><figure>");
            Chart(html, content.Classifier, "Loss of the region classifier over its steps", "step", "loss, nats");
            IEnumerable<string> ends =
                from part in content.Classifier
                where part.Curve.Count > 0
                select $"{part.Name}: {Words.Real(part.Curve[0].Loss)} at first, {Words.Real(part.Curve[^1].Loss)} at last";
            html.Line($"<figcaption>{string.Join("; ", ends)}.</figcaption></figure>");
        }

        if (content.History is { } history)
        {
            html.Line($"<h3>The adapted model</h3>");
            if (history.Steps.Count > 1)
            {
                html.Line($"<figure>");
                Chart(html, [("training loss", history.Steps)], "Training loss over the steps", "step", "loss");
                html.Line($"<figcaption>Training loss: {Words.Real(history.Steps[0].Loss)} at "
                    + $"step {Words.Count((long)history.Steps[0].Step)}, {Words.Real(history.Steps[^1].Loss)} at "
                    + $"step {Words.Count((long)history.Steps[^1].Step)}.</figcaption></figure>");
            }

            Epochs(html, history);
        }

        html.Line($"</section>");
    }

    private static void Chart(HtmlWriter html, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves, string title,
        string xTitle, string yTitle) =>
        LineChart.Write(html, curves, title, xTitle, yTitle, fromZero: true);

    private static void Epochs(HtmlWriter html, HistoryFile history)
    {
        (string Name, Func<EpochRow, double?> Of)[] measures =
        [
            ("mIoU on validation truth, %", e => 100 * e.ValidationMiou), ("agreement with held-out pseudo-labels (mIoU), %", e =>
                100 * e.PseudoLabelMiou), ("information, nats", e => e.Information),
        ];
        var kept = measures.Where(m => history.Epochs.Any(e => m.Of(e) is not null)).ToArray();
        if (history.Epochs.Count > 1 && kept.Length > 0)
        {
            html.Line($"<figure>");
            LineChart.Write(
                html, [.. kept.Where(m => m.Name != measures[^1].Name)
                    .Select(m => (m.Name, (IReadOnlyList<(double, double)>)[.. history.Epochs.Where(e => m.Of(e) is not null)
                    .Select(e => ((double)e.Epoch, m.Of(e)!.Value))]))],
                "mIoU after each epoch, in per cent", "epoch", "mIoU, %", fromZero: false);
            html.Line($"<figcaption>After each epoch. The chosen epoch is {history.BestEpoch}.</figcaption></figure>");
        }

        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Epochs\"><table><caption>Epochs</caption><thead><tr>"
            + $"<th scope=\"col\" class=\"n\">epoch</th><th scope=\"col\" class=\"n\">step</th><th scope=\"col\" class=\"n\">loss</th>");
        foreach ((string name, _) in kept)
        {
            html.Add($"<th scope=\"col\" class=\"n\">{name}</th>");
        }

        html.Line($"</tr></thead><tbody>");
        foreach (EpochRow epoch in history.Epochs)
        {
            html.Add($"<tr><th scope=\"row\" class=\"n\">{epoch.Epoch}{(epoch.Epoch == history.BestEpoch ? " (chosen)" : "")}</th>"
                + $"<td class=\"n\">{Words.Count((long)epoch.Step)}</td><td class=\"n\">{Words.Real(epoch.Loss)}</td>");
            foreach ((_, Func<EpochRow, double?> of) in kept)
            {
                html.Add($"<td class=\"n\">{Words.Real(of(epoch), 2)}</td>");
            }

            html.Line($"</tr>");
        }

        html.Line($"</tbody></table></div>");
    }
}
