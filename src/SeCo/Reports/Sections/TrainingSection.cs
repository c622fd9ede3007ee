namespace SeCo.Reports;

/// <summary>How the classifier of regions and the student were trained.</summary>
internal static class TrainingSection
{
    /// <summary>Whether there is anything to show.</summary>
    public static bool Has(ReportContent content) => content.History is not null || content.Classifier is { Parts.Count: > 0 };

    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Line($"<section id=\"training\" aria-labelledby=\"training-title\"><h2 id=\"training-title\">Training</h2>");
        if (content.Classifier is { Parts: [_, ..] parts })
        {
            html.Line($"<h3>The classifier of regions (SCC)</h3><p class=\"hint\">Mean loss of the batches. It is stopped early on purpose: what most "
                + $"regions of a class have in common is learnt first, wrong classes later.</p><figure>");
            Losses(html, [.. parts.Select(part => ($"part {part.Part}", part.Steps))], "Loss of the region classifier over its steps", "loss, nats");
            IEnumerable<string> ends =
                from part in parts
                where part.Steps.Count > 0
                select $"part {part.Part}: {Words.Real(part.Steps[0].Loss)} at first, {Words.Real(part.Steps[^1].Loss)} at last";
            html.Line($"<figcaption>{string.Join("; ", ends)}.</figcaption></figure>");
        }

        if (content.History is { } history)
        {
            html.Line($"<h3>The adapted model</h3>");
            if (history.Steps is [LossPoint first, .., LossPoint last])
            {
                html.Line($"<figure>");
                Losses(html, [("training loss", history.Steps)], "Training loss over the steps", "loss");
                html.Line($"<figcaption>Training loss: {Words.Real(first.Loss)} at step {Words.Count(first.Step)}, "
                    + $"{Words.Real(last.Loss)} at step {Words.Count(last.Step)}.</figcaption></figure>");
            }

            Epochs(html, history);
        }

        html.Line($"</section>");
    }

    private static void Losses(HtmlWriter html, IReadOnlyList<(string Name, IReadOnlyList<LossPoint> Points)> curves, string title, string loss) =>
        LineChart.Write(
            html,
            [.. curves.Select(c => (c.Name, (IReadOnlyList<(double, double)>)[.. c.Points.Select(p => ((double)p.Step, p.Loss))]))],
            title,
            "step",
            loss,
            fromZero: true);

    private static void Epochs(HtmlWriter html, TrainingHistoryRecord history)
    {
        (string Name, Func<EpochRecord, double?> Of)[] shares =
        [
            ("mIoU on validation truth, %", e => 100 * e.ValidationMiou),
            ("agreement with held-out pseudo-labels (mIoU), %", e => 100 * e.PseudoLabelMiou),
        ];
        (string Name, Func<EpochRecord, double?> Of) information = ("information, nats", e => e.Information);
        (string Name, Func<EpochRecord, double?> Of)[] kept = [.. shares.Append(information).Where(m => history.Epochs.Any(e => m.Of(e) is not null))];
        if (history.Epochs.Count > 1 && kept.Length > 0)
        {
            html.Line($"<figure>");
            LineChart.Write(
                html,
                [.. kept.Where(m => m.Name != information.Name).Select(m => (m.Name, Points(m.Of)))],
                "mIoU after each epoch, in per cent",
                "epoch",
                "mIoU, %",
                fromZero: false);
            html.Line($"<figcaption>After each epoch. The chosen epoch is {history.BestEpoch}.</figcaption></figure>");
        }

        HtmlTable.Open(html, "Epochs", "Epochs");
        html.Add($"<th scope=\"col\" class=\"n\">epoch</th><th scope=\"col\" class=\"n\">step</th><th scope=\"col\" class=\"n\">loss</th>");
        foreach ((string name, _) in kept)
        {
            html.Add($"<th scope=\"col\" class=\"n\">{name}</th>");
        }

        html.Line($"</tr></thead><tbody>");
        foreach (EpochRecord epoch in history.Epochs)
        {
            html.Add($"<tr><th scope=\"row\" class=\"n\">{epoch.Epoch}{(epoch.Epoch == history.BestEpoch ? " (chosen)" : "")}</th>"
                + $"<td class=\"n\">{Words.Count(epoch.Step)}</td><td class=\"n\">{Words.Real(epoch.Loss)}</td>");
            foreach ((_, Func<EpochRecord, double?> of) in kept)
            {
                html.Add($"<td class=\"n\">{Words.Real(of(epoch), 2)}</td>");
            }

            html.Line($"</tr>");
        }

        HtmlTable.Close(html);

        IReadOnlyList<(double X, double Y)> Points(Func<EpochRecord, double?> of) =>
            [.. history.Epochs.Where(e => of(e) is not null).Select(e => ((double)e.Epoch, of(e)!.Value))];
    }
}
