using System.Globalization;
using System.Text;

namespace SeCo.Reports;

/// <summary>A histogram of regions by score, in the colours of their verdicts, with the mixture that was fitted to it (the paper's Fig. 4).</summary>
internal static class HistogramChart
{
    // Beyond this, in medians of a bin, the tallest bin would leave nothing to see of the others.
    private const double MostSkew = 12;

    /// <summary>The verdicts, in the order of a histogram's counts.</summary>
    public static readonly string[] VerdictWords = ["clean", "corrected", "rejected", "reviewed"];

    /// <summary>Draws the chart.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="histogram">The numbers.</param>
    /// <param name="mixture">The mixture over the same range; null where none was fitted.</param>
    /// <param name="limits">Limits on the axis; a name reads on with its value.</param>
    /// <param name="title">What the chart says, for those who cannot see it.</param>
    /// <param name="axis">What the horizontal axis is.</param>
    public static void Write(HtmlWriter html, ScoreHistogram histogram, StoredMixture? mixture, IReadOnlyList<(string Name, double At)> limits,
        string title, string axis)
    {
        int bins = histogram.Bins;
        bool hasCurves = mixture is { Components.Count: 2 };
        double width = (histogram.High - histogram.Low) / bins;
        long[] totals = [.. Enumerable.Range(0, bins).Select(i => histogram.Counts.Sum(c => i < c.Length ? c[i] : 0))];
        double top = Math.Max(1, totals.Max());
        bool isSkewed = top > MostSkew * totals.Where(t => t > 0).Order().ElementAtOrDefault(totals.Count(t => t > 0) / 2);
        ChartFrame frame = new(histogram.Low, histogram.High, top * 1.05, root: isSkewed, wholeY: true);
        ChartFrame.Begin(html, title);
        frame.Axes(html, axis, isSkewed ? "regions (square-root scale)" : "regions");
        long[] below = new long[bins];
        for (int verdict = 0; verdict < histogram.Counts.Length; verdict++)
        {
            StringBuilder path = new();
            for (int i = 0; i < Math.Min(bins, histogram.Counts[verdict].Length); i++)
            {
                long count = histogram.Counts[verdict][i];
                if (count > 0)
                {
                    double x0 = frame.X(histogram.Low + (i * width)), x1 = frame.X(histogram.Low + ((i + 1) * width)), y0 = frame.Y(below[i]),
                        y1 = frame.Y(below[i] + count);
                    path.Append(CultureInfo.InvariantCulture, $"M{Words.At(x0 + 0.5)} {Words.At(y0)}V{Words.At(y1)}H{Words.At(x1 - 0.5)}V{Words.At(y0)}z");
                    below[i] += count;
                }
            }

            html.Line($"<path class=\"f-{VerdictWords[verdict]}\" d=\"{path.ToString()}\"/>");
        }

        for (int component = 0; hasCurves && component < 2; component++)
        {
            Curve(html, frame, histogram, mixture!, component);
        }

        int place = 0;
        foreach ((string name, double at) in limits)
        {
            frame.Limit(html, at, $"{name} {Words.Real(at)}", place++);
        }

        foreach (int i in Enumerable.Range(0, bins).Where(i => totals[i] > 0))
        {
            double x0 = frame.X(histogram.Low + (i * width)), x1 = frame.X(histogram.Low + ((i + 1) * width));
            html.Line($"<rect class=\"hover\" x=\"{Words.At(x0)}\" y=\"{ChartFrame.Top}\" width=\"{Words.At(x1 - x0)}\" "
                + $"height=\"{ChartFrame.Bottom - ChartFrame.Top}\"><title>{Words.Real(histogram.Low + (i * width))} "
                + $"to {Words.Real(histogram.Low + ((i + 1) * width))}: {Told(histogram, i)}</title></rect>");
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
        double width = (histogram.High - histogram.Low) / histogram.Bins;
        html.Line($"<details><summary>The numbers of this chart</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Numbers of "
            + $"the histogram\"><table><thead><tr><th scope=\"col\" class=\"n\">from</th><th scope=\"col\" class=\"n\">to</th>{Heads(histogram)}</tr>"
            + $"</thead><tbody>");
        for (int i = 0; i < histogram.Bins; i++)
        {
            html.Add($"<tr><td class=\"n\">{Words.Real(histogram.Low + (i * width))}</td>"
                + $"<td class=\"n\">{Words.Real(histogram.Low + ((i + 1) * width))}</td>");
            foreach (long[] counts in histogram.Counts)
            {
                html.Add($"<td class=\"n\">{Words.Count(i < counts.Length ? counts[i] : 0)}</td>");
            }

            html.Line($"</tr>");
        }

        html.Line($"</tbody></table></div></details>");
    }

    private static Markup Heads(ScoreHistogram histogram) => Markup.Of(html =>
    {
        foreach (string word in VerdictWords.Take(histogram.Counts.Length))
        {
            html.Add($"<th scope=\"col\" class=\"n\">{word}</th>");
        }
    });

    private static string Told(ScoreHistogram histogram, int bin) =>
        string.Join(", ", histogram.Counts.Select((counts, verdict) => $"{Words.Count(bin < counts.Length ? counts[bin] : 0)} {VerdictWords[verdict]}")
            .Where((_, verdict) => verdict < 3 || histogram.Counts[verdict].Sum() > 0));

    // A component's density times regions times the width of a bin: what the bar would be if the regions followed it.
    private static void Curve(HtmlWriter html, ChartFrame frame, ScoreHistogram histogram, StoredMixture mixture, int component)
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
