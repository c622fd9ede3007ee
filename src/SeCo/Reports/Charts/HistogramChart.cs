namespace SeCo.Reports;

/// <summary>A histogram of regions by score, in the colours of their verdicts, with the mixture that was fitted to it (the paper's Fig. 4).</summary>
internal static class HistogramChart
{
    // Beyond this, in medians of a bin, the tallest bin would leave nothing to see of the others.
    private const double MostSkew = 12;

    /// <summary>The verdicts, in the order of a histogram's counts.</summary>
    public static readonly string[] VerdictWords = ["clean", "corrected", "rejected", "reviewed"];

    /// <summary>Draws the chart, with the mixture over the same range where one was fitted; the name of a limit reads on with its value.</summary>
    public static void Write(HtmlWriter html, ScoreHistogram histogram, NoiseMixtureRecord? mixture, IReadOnlyList<(string Name, double At)> limits,
        string title, string axis)
    {
        int bins = histogram.Bins;
        long[] totals = [.. Enumerable.Range(0, bins).Select(i => VerdictsOf(histogram).Sum(verdict => histogram.Count(verdict, i)))];
        double top = Math.Max(1, totals.Max());
        bool isSkewed = top > MostSkew * totals.Where(t => t > 0).Order().ElementAtOrDefault(totals.Count(t => t > 0) / 2);
        ChartFrame frame = new(histogram.Low, histogram.High, top * 1.05, root: isSkewed, wholeY: true);
        ChartFrame.Begin(html, title);
        frame.Axes(html, axis, isSkewed ? "regions (square-root scale)" : "regions");
        long[] below = new long[bins];
        foreach (int verdict in VerdictsOf(histogram))
        {
            StringBuilder path = new();
            for (int i = 0; i < bins; i++)
            {
                long count = histogram.Count(verdict, i);
                if (count > 0)
                {
                    double x0 = frame.X(histogram.Edge(i)), x1 = frame.X(histogram.Edge(i + 1)), y0 = frame.Y(below[i]), y1 = frame.Y(below[i] + count);
                    path.Append(CultureInfo.InvariantCulture, $"M{Words.At(x0 + 0.5)} {Words.At(y0)}V{Words.At(y1)}H{Words.At(x1 - 0.5)}V{Words.At(y0)}z");
                    below[i] += count;
                }
            }

            html.Line($"<path class=\"f-{VerdictWords[verdict]}\" d=\"{path.ToString()}\"/>");
        }

        if (mixture is { Components.Count: 2 })
        {
            Curve(html, frame, histogram, mixture, 0);
            Curve(html, frame, histogram, mixture, 1);
        }

        int place = 0;
        foreach ((string name, double at) in limits)
        {
            frame.Limit(html, at, $"{name} {Words.Real(at)}", place++);
        }

        foreach (int i in Enumerable.Range(0, bins).Where(i => totals[i] > 0))
        {
            double x0 = frame.X(histogram.Edge(i)), x1 = frame.X(histogram.Edge(i + 1));
            html.Line($"<rect class=\"hover\" x=\"{Words.At(x0)}\" y=\"{ChartFrame.Top}\" width=\"{Words.At(x1 - x0)}\" "
                + $"height=\"{ChartFrame.Bottom - ChartFrame.Top}\"><title>{Words.Real(histogram.Edge(i))} "
                + $"to {Words.Real(histogram.Edge(i + 1))}: {Told(histogram, i)}</title></rect>");
        }

        html.Line($"</svg>");
    }

    /// <summary>The legend of all such charts, verdicts in the order in which bars are stacked.</summary>
    public static void Legend(HtmlWriter html, ScoreHistogram histogram, bool hasCurves)
    {
        html.Add($"<ul class=\"legend\"><li>Bars, from below:</li>");
        foreach ((string word, _) in VerdictWords.Zip(histogram.Counts).Where((pair, verdict) => verdict < 3 || pair.Second.Sum() > 0))
        {
            html.Add($"<li><span class=\"chip s-{word}\"></span>{word}</li>");
        }

        if (hasCurves)
        {
            html.Add($"<li>{ChartFrame.Key("")}Gaussian of the clean regions</li><li>{ChartFrame.Key("dash")}Gaussian of the noisy ones</li>");
        }

        html.Line($"</ul>");
    }

    /// <summary>The same as a table.</summary>
    public static void Numbers(HtmlWriter html, ScoreHistogram histogram)
    {
        html.Add($"<details><summary>The numbers of this chart</summary>");
        HtmlTable.Open(html, "Numbers of the histogram");
        foreach (string title in VerdictWords.Take(histogram.Counts.Length).Prepend("to").Prepend("from"))
        {
            html.Add($"<th scope=\"col\" class=\"n\">{title}</th>");
        }

        html.Line($"</tr></thead><tbody>");
        for (int i = 0; i < histogram.Bins; i++)
        {
            html.Add($"<tr><td class=\"n\">{Words.Real(histogram.Edge(i))}</td>"
                + $"<td class=\"n\">{Words.Real(histogram.Edge(i + 1))}</td>");
            foreach (int verdict in VerdictsOf(histogram))
            {
                html.Add($"<td class=\"n\">{Words.Count(histogram.Count(verdict, i))}</td>");
            }

            html.Line($"</tr>");
        }

        html.Line($"</tbody></table></div></details>");
    }

    private static IEnumerable<int> VerdictsOf(ScoreHistogram histogram) => Enumerable.Range(0, histogram.Counts.Length);

    private static string Told(ScoreHistogram histogram, int bin) => string.Join(", ", VerdictsOf(histogram)
        .Where(verdict => verdict < 3 || histogram.Counts[verdict].Sum() > 0).Select(v => $"{Words.Count(histogram.Count(v, bin))} {VerdictWords[v]}"));

    // A component's density times regions times the width of a bin: what the bar would be if the regions followed it.
    private static void Curve(HtmlWriter html, ChartFrame frame, ScoreHistogram histogram, NoiseMixtureRecord mixture, int component)
    {
        const int Points = 240;
        StringBuilder path = new();
        for (int i = 0; i <= Points; i++)
        {
            double share = (double)i / Points, count = mixture.Density(component, share) * histogram.Total / histogram.Bins;
            path.Append(i == 0 ? 'M' : 'L').Append(Words.At(frame.X(histogram.Low + (share * (histogram.High - histogram.Low))))).Append(' ')
                .Append(Words.At(frame.Y(count)));
        }

        html.Line($"<path class=\"curve{new Markup(component == 1 ? " dash" : "")}\" d=\"{path.ToString()}\"/>");
    }
}
