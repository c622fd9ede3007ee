namespace SeCo.Reports;

/// <summary>What was run, and what came of it: the table of stages, of region verdicts, of models and of rounds.</summary>
internal static class OverviewSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Line($"<section id=\"overview\" aria-labelledby=\"overview-title\"><h2 id=\"overview-title\">Overview</h2>");
        html.Line($"<p class=\"lead\">{content.Input.Summary}</p>");
        if (content.Log is { IsUnfinished: true })
        {
            html.Line($"<p class=\"lead\"><strong>This run has not finished.</strong> What is missing here has not been made yet; the same <code>seco "
                + $"run</code> goes on where it was.</p>");
        }

        Tiles(html, content);
        Stages(html, content);
        Verdicts(html, content);
        Models(html, content);
        Rounds(html, content);
        html.Line($"</section>");
    }

    private static void Tiles(HtmlWriter html, ReportContent content)
    {
        html.Line($"<ul class=\"tiles\">");
        Tile(html, Words.Count(content.Input.Target.Entries.Count), "images", $"class set {content.Input.Classes.Name}, {content.Input.Classes.Count} "
            + $"classes");
        if (content.Measures is { Miou: not null } labels)
        {
            Tile(html, $"{Words.Percent(labels.Accuracy)} %", "of the labelled pixels are right", $"{Words.Percent(labels.Coverage)} % of the pixels "
                + $"have a label, mIoU {Words.Percent(labels.Miou)}");
        }
        else if (content.Target.Judging is { Images: > 0 } judged)
        {
            Tile(html, $"{Words.Percent((double)judged.Labelled / judged.Total)} %", "of the pixels have a label", content.Target.WithTruth == 0
                ? "no ground truth, so nothing says how many are right" : $"after {content.Target.Gallery.Judge!.Title}");
        }

        if (content.Target.Regions.Judged > 0)
        {
            RegionCensus regions = content.Target.Regions;
            long clean = Enumerable.Range(0, content.Input.Classes.Count).Sum(c => regions.Number(c, 0));
            Tile(html, Words.Count(regions.Judged), "regions judged", $"{Words.Percent((double)clean / regions.Judged)} % of them clean");
        }

        if (content.Measures?.Adaptation is { Models: [.., var adapted] } models)
        {
            double? before = models.Models.FirstOrDefault(m => m.Epoch is null)?.Miou;
            Tile(html, before is null ? Words.Percent(adapted.Miou) : $"{Words.Percent(before)} → {Words.Percent(adapted.Miou)}", "mIoU of the model",
                $"on {Words.Of(adapted.Images ?? 0, "image", "images")} of {On(models)}, {adapted.Name}");
        }

        html.Line($"</ul>");
    }

    private static void Tile(HtmlWriter html, string number, string of, string more) =>
        html.Line($"<li><strong>{number}</strong> <span>{of}</span> <small>{more}</small></li>");

    private static void Stages(HtmlWriter html, ReportContent content)
    {
        if (content.Measures is not { Stages: [_, ..] stages })
        {
            html.Line($"<p>There are no measures of the "
                + $"labels: {(content.Target.WithTruth == 0 ? "the images have no ground truth." : "the run has not measured them (yet).")}</p>");
            StagesWithoutTruth(html, content);
            return;
        }

        HtmlTable.Write(
            html, "Table of stages", "Labels after each stage, in per cent",
            ["stage", "regions", "coverage", "accuracy", "mIoU covered", "mIoU strict", "thresholding at the same coverage"],
            stages.Select(row => (Markup.Escaped(row.Stage), new[]
            {
                row.Regions is long regions ? Words.Count(regions) : Words.Nothing, Words.Percent(row.Coverage), Words.Percent(row.Accuracy),
                Words.Percent(row.Miou), Words.Percent(row.MiouStrict),
                row.ThresholdingAtEqualCoverage is { } equal ? $"{Words.Percent(equal.Accuracy)} / {Words.Percent(equal.Miou)}" : Words.Nothing,
            })));
        html.Line($"<p class=\"hint\">Coverage is the share of pixels that have a label. Accuracy and covered mIoU are those of the labelled pixels; "
            + $"strict mIoU counts pixels without a label as wrong. The last column is the plain alternative: keeping the most confident pixels of "
            + $"each class until as many have a label (accuracy / covered mIoU).</p>");
    }

    private static void StagesWithoutTruth(HtmlWriter html, ReportContent content) => HtmlTable.Write(
        html, "Table of stages", "Labels after each stage", ["stage", "images", "coverage, %"],
        content.Target.Layers.Zip(content.Target.Gallery.Layers, (count, layer) => (Count: count, layer.Title)).Where(l => l.Count.Images > 0).Select(l =>
            (Markup.Escaped(l.Title), new[] { Words.Count(l.Count.Images), Words.Percent((double)l.Count.Labelled / l.Count.Total) })));

    private static void Verdicts(HtmlWriter html, ReportContent content)
    {
        if (content.Measures is not { Filter: { } filter })
        {
            return;
        }

        (string Title, RegionGroupRecord Of)[] groups =
        [
            ("clean", filter.Clean), ("corrected, new class", filter.Corrected), ("corrected, old class", filter.CorrectedBefore),
            ("rejected, old class", filter.Rejected), ("corrected and rejected, old class", filter.Noisy),
        ];
        HtmlTable.Write(
            html, "Table of verdicts", "Regions by verdict: how many carry a wrong class, in per cent",
            ["regions", "number", "wrong, by number", "wrong, by area"],
            groups.Select(group => (Markup.Escaped(group.Title), new[]
            {
                Words.Count(group.Of.Regions), Words.Percent(group.Of.WrongShare), Words.Percent(group.Of.WrongShareByArea),
            })));
        html.Line($"<p class=\"hint\">A good filter leaves few wrong regions among the clean ones and many among the others.{Counted(content, filter)} "
            + $"Area under the ROC curve of the noise probability: {Words.Percent(filter.Auroc)} by number, {Words.Percent(filter.AurocByArea)} by "
            + $"area (50 is chance, 100 perfect).</p>");
    }

    // Why these numbers are not those of the regions that were judged.
    private static string Counted(ReportContent content, FilterRecord filter)
    {
        long small = content.Target.Regions.Unjudged, hidden = filter.RegionsWithoutTruth;
        return (small > 0 ? $" Rejected ones include {Words.Of(small, "region", "regions")} too small to be judged." : "")
            + (hidden > 0 ? $" {Words.Of(hidden, "region", "regions")} without ground truth {(hidden == 1 ? "is" : "are")} not counted." : "");
    }

    // "dataset", "validation": as the settings call their sections.
    private static string On(AdaptationRecord models) => models.MeasuredOn == "validation" ? "the validation set" : "the dataset";

    private static void Models(HtmlWriter html, ReportContent content)
    {
        if (content.Measures?.Adaptation is not { } adaptation)
        {
            return;
        }

        html.Line($"<p>The student learnt from {Words.Of(adaptation.Labelled, "labelled image", "labelled images")} "
            + $"and {Words.Count(adaptation.Unlabelled)} unlabelled ones; {Words.Count(adaptation.HeldOut)} were held out to choose the epoch by.</p>");
        if (adaptation.Models.Count == 0)
        {
            return;
        }

        HtmlTable.Write(
            html, "Table of models", $"Models, measured on {On(adaptation)}, in per cent", ["model", "epoch", "images", "accuracy", "mIoU"],
            adaptation.Models.Select(row => (Markup.Escaped(row.Name), new[]
            {
                row.Epoch is int epoch ? Words.Count(epoch) : Words.Nothing, Words.Count(row.Images ?? 0), Words.Percent(row.Accuracy),
                Words.Percent(row.Miou),
            })));
        foreach (ModelRecord row in adaptation.Models.Where(r => r.ChosenBy is { Length: > 0 }))
        {
            string chosen = row.ChosenBy == "validation_truth"
                ? "was chosen by the truth that it is measured with: its figures are no fair estimate, those of the last epoch are."
                : $"was chosen without any ground truth ({row.ChosenBy}, on the images held out).";
            html.Line($"<p class=\"hint\">Epoch {row.Epoch ?? 0} {chosen}</p>");
        }
    }

    private static void Rounds(HtmlWriter html, ReportContent content)
    {
        if (content.Measures is { Rounds: [_, ..] rounds } measures)
        {
            HtmlTable.Write(
                html, "Table of rounds", "Rounds, in per cent", ["round", "label coverage", "label accuracy", "label mIoU", "model mIoU"],
                rounds.Prepend(measures).Select((round, i) => (Markup.Escaped($"{i + 1}"), new[]
                {
                    Words.Percent(round.Coverage), Words.Percent(round.Accuracy), Words.Percent(round.Miou),
                    Words.Percent(round.Adaptation?.Models is [.., var last] ? last.Miou : null),
                })));
        }

        if (content.Input.Rounds.Count > 0)
        {
            html.Add($"<p>Each round has a report of its own:");
            foreach ((string title, string link) in content.Input.Rounds)
            {
                html.Add($" <a href=\"{link}\">{title}</a>");
            }

            html.Line($".</p>");
        }
    }
}
