namespace SeCo.Reports;

/// <summary>Curves over steps or epochs.</summary>
internal static class LineChart
{
    /// <summary>Draws the chart; nothing where no curve has two points.</summary>
    public static void Write(
        HtmlWriter html, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves, string title, string xTitle, string yTitle,
            bool fromZero)
    {
        (double X, double Y)[] all = [.. curves.SelectMany(c => c.Points).Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))];
        if (!curves.Any(c => c.Points.Count > 1) || all.Length == 0)
        {
            return;
        }

        double low = fromZero ? 0 : all.Min(p => p.Y), high = all.Max(p => p.Y), margin = Math.Max((high - low) * 0.06, 1e-6);
        double right = all.Max(p => p.X), left = all.Min(p => p.X);
        ChartFrame frame = new(left, right > left ? right : left + 1, high + margin, fromZero ? 0 : low - margin, wholeX: true);
        html.Add($"<ul class=\"legend\">");
        for (int i = 0; i < curves.Count; i++)
        {
            html.Add($"<li>{Key(i)}{curves[i].Name}</li>");
        }

        html.Line($"</ul>");
        ChartFrame.Begin(html, title);
        frame.Axes(html, xTitle, yTitle);
        for (int i = 0; i < curves.Count; i++)
        {
            StringBuilder path = new();
            foreach ((double x, double y) in curves[i].Points.Where(p => double.IsFinite(p.Y)))
            {
                path.Append(path.Length == 0 ? 'M' : 'L').Append(Words.At(frame.X(x))).Append(' ').Append(Words.At(frame.Y(y)));
            }

            html.Line($"<path class=\"curve c{i % 6}\" d=\"{path.ToString()}\"/>");
            foreach ((double x, double y) in curves[i].Points.Count <= 60 ? curves[i].Points.Where(p => double.IsFinite(p.Y)) : [])
            {
                html.Line($"<circle class=\"point c{i % 6}\" cx=\"{Words.At(frame.X(x))}\" cy=\"{Words.At(frame.Y(y))}\" r=\"3.5\">"
                    + $"<title>{curves[i].Name}, {xTitle} {Words.Count((long)x)}: {Words.Real(y)}</title></circle>");
            }
        }

        html.Line($"</svg>");
    }

    // Told apart by colour and by dashes.
    private static Markup Key(int curve) => ChartFrame.Key($"c{curve % 6}");
}
