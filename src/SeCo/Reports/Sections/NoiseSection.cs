namespace SeCo.Reports;

/// <summary>How wrong regions were told from right ones: the histogram, the mixture, the thresholds.</summary>
internal static class NoiseSection
{
    private const int Bins = 50;
    private const int MostClasses = 32;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Line($"<section id=\"noise\" aria-labelledby=\"noise-title\"><h2 id=\"noise-title\">How wrong regions were found</h2>");
        RegionCensus census = content.Target.Regions;
        if (content.Noise is not { } noise || census.Judged == 0)
        {
            html.Line($"<p>No regions were "
                + $"judged: {(content.Noise is null ? "correction (SCC) has not run here." : "there were none, or all were too small.")}</p></section>");
            return;
        }

        html.Line($"<p>{noise.Explanation ?? Explain(noise, census)}</p>");
        NoiseMixtureRecord? pooled = noise.Mixtures.FirstOrDefault(m => m.Class is null);
        if (Histogram(noise, census, null) is not ScoreHistogram all)
        {
            html.Line($"<p class=\"hint\">The rule looked at loss and confidence together, and this run was made before that score was kept. Run its "
                + $"stage <code>correct</code> again to see it here.</p></section>");
            return;
        }

        HistogramChart.Legend(html, all, pooled is { Components.Count: 2 });
        IReadOnlyList<(string, double)> limits = Limits(noise, census, pooled, all);
        IEnumerable<string> verdicts = all.Counts.Select((c, i) => (Sum: c.Sum(), Place: i)).Where(c => c.Place < 3 || c.Sum > 0)
            .Select(c => $"{Words.Count(c.Sum)} {HistogramChart.VerdictWords[c.Place]}");
        string told = $"Histogram of {Words.Count(all.Total)} regions by {Axis(all)}: {string.Join(", ", verdicts)}"
            + string.Concat(limits.Select(l => $"; {l.Item1} {Words.Real(l.Item2)}"));
        html.Line($"<figure>");
        HistogramChart.Write(html, all, pooled, limits, told, Axis(all));
        html.Line($"<figcaption>{told}.{Components(pooled, all)}</figcaption></figure>");
        HistogramChart.Numbers(html, all);
        Classes(html, content, noise, census);
        html.Line($"</section>");
    }

    private static void Classes(HtmlWriter html, ReportContent content, NoiseModelRecord noise, RegionCensus census)
    {
        int[] classes =
        [
            .. Enumerable.Range(0, content.Input.Classes.Count)
                .Select(c => (Class: c, Regions: Enumerable.Range(0, RegionCensus.Verdicts.Length).Sum(v => census.Number(c, v))))
                .Where(c => c.Regions > 0).OrderByDescending(c => c.Regions).ThenBy(c => c.Class).Take(MostClasses).Select(c => c.Class).Order(),
        ];
        bool ownMixtures = noise.Mixtures.Any(m => m.Class is not null);
        if (content.IsShort || classes.Length == 0 || Histogram(noise, census, classes[0]) is null)
        {
            return;
        }

        html.Line($"<details{new Markup(ownMixtures ? " open" : "")}><summary>The same for each "
            + $"class{(ownMixtures ? ", with its own mixture" : "")}</summary><div class=\"small\">");
        foreach (int c in classes)
        {
            NoiseMixtureRecord? own = noise.Mixtures.FirstOrDefault(m => m.Class == c);
            if (Histogram(noise, census, c) is ScoreHistogram histogram && histogram.Total > 0)
            {
                double clean = (double)histogram.Counts[0].Sum() / histogram.Total;
                string told = $"{content.ClassName(c)}: {Words.Of(histogram.Total, "region", "regions")}, {Words.Percent(clean)} % clean";
                html.Line($"<figure>");
                HistogramChart.Write(html, histogram, own, own is null ? [] : Limits(noise, census, own, histogram), told, Axis(histogram));
                html.Line($"<figcaption><span class=\"chip k{c}\"></span>{told}.{Components(own, histogram)}</figcaption></figure>");
            }
        }

        html.Line($"</div></details>");
    }

    // Of runs before the rule explained itself.
    private static string Explain(NoiseModelRecord noise, RegionCensus census) => noise.Mixtures.Count == 0 ? $"Rule {noise.Rule}." :
        $"Rule {noise.Rule}: two Gaussians are fitted to the {(noise.Histograms is [{ Of: "score" }, ..] ? "noise scores" : "losses")} of the regions, "
            + $"one for the clean and one for the noisy. "
        + $"A region is noisy where the second is responsible for it with a probability of at least {Words.Real(noise.NoiseThreshold, 2)}; it then "
            + $"takes the classifier's class "
        + $"where that one is surer than {Words.Real(noise.CorrectionThreshold, 2)}, else it loses its "
            + $"label.{(census.Judged < 100 ? " With so few regions the fit says little." : "")}";

    // In units of the axis, so that they can be looked up in the chart; the file has them scaled to 0…1.
    private static string Components(NoiseMixtureRecord? mixture, ScoreHistogram axis)
    {
        if (mixture is not { Components.Count: 2 } m)
        {
            return "";
        }

        double width = axis.High - axis.Low;
        return $" Fitted to {Words.Of(m.Regions, "region", "regions")}: {Told("clean", m.Components[0])}; {Told("noisy", m.Components[1])}.";

        string Told(string which, NoiseComponentRecord c) =>
            $"{which} has weight {Words.Real(c.Weight, 2)}, mean {Words.Real(axis.Low + (c.Mean * width))}, "
                + $"deviation {Words.Real(Math.Sqrt(Math.Max(c.Variance, 1e-12)) * width)}";
    }

    private static string Axis(ScoreHistogram histogram) => histogram.Of switch
    {
        "loss" => "loss (nats)",
        "noise_probability" => "noise probability",
        _ => "noise score (loss and confidence)",
    };

    // As the stage kept it; of older runs as far as the regions' own files tell.
    private static ScoreHistogram? Histogram(NoiseModelRecord noise, RegionCensus census, int? category)
    {
        if (noise.Histograms.Count > 0)
        {
            return noise.Histograms.Where(h => h.Class == category).Select(ScoreHistogram.From)
                .FirstOrDefault(h => h.Bins > 0 && h.High - h.Low is > 0 and < 1e30);
        }

        NoiseMixtureRecord? fitted = noise.Mixtures.FirstOrDefault(m => m.Class == category)
            ?? (category is null ? null : noise.Mixtures.FirstOrDefault(m => m.Class is null));
        return noise.Mixtures.Count == 0
            ? census.LargestCleanNoise > 0 ? census.Histogram("noise_probability", category, 0, 1, Bins) : census.Histogram("loss", category, 0, null, Bins)
            : fitted is { } m && m.High > m.Low && Math.Abs(m.High - 1) > 1e-9 ? census.Histogram("loss", category, m.Low, m.High, Bins) : null;
    }

    private static IReadOnlyList<(string Name, double At)> Limits(
        NoiseModelRecord noise, RegionCensus census, NoiseMixtureRecord? mixture, ScoreHistogram histogram) =>
        mixture is { } m && noise.NoiseThreshold is double threshold && m.Reaches(threshold) is double at
                ? [($"noise probability {Words.Real(threshold, 2)} at", histogram.Low + (at * (histogram.High - histogram.Low)))]
            : noise.Limits.Count == 0 && histogram.Of == "noise_probability" && census.LargestCleanNoise > 0 ? [("clean up to here", census.LargestCleanNoise)]
            : [.. noise.Limits.Select(limit => (limit.Key.Replace('_', ' '), limit.Value))];
}
