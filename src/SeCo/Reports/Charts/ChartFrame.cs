namespace SeCo.Reports;

/// <summary>The frame of a chart, drawn as SVG: axes with ticks, and places of values, on a scale of square roots where <paramref name="root"/> asks for it,
/// and without ticks between whole numbers where an axis counts. Colours and letters are the style sheet's, so that they follow light and dark.</summary>
internal sealed class ChartFrame(double xLow, double xHigh, double yHigh, double yLow = 0, bool root = false, bool wholeX = false, bool wholeY = false)
{
    // The size of the drawing, and the ends of what is drawn in.
    public const int Width = 720, Height = 300, Left = 76, Right = Width - 16, Top = 24, Bottom = Height - 56;

    /// <summary>The place of a value on the horizontal axis.</summary>
    public double X(double value) => Left + ((Right - Left) * Math.Clamp((value - xLow) / (xHigh - xLow), 0, 1));

    /// <summary>The place of a value on the vertical axis.</summary>
    public double Y(double value)
    {
        double share = Math.Clamp((value - yLow) / (yHigh - yLow), 0, 1);
        return Bottom - ((Bottom - Top) * (root ? Math.Sqrt(share) : share));
    }

    /// <summary>Begins the drawing.</summary>
    public static void Begin(HtmlWriter html, string title) =>
        html.Line($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>");

    /// <summary>A curve's line, for a legend.</summary>
    public static Markup Key(string kind) => Markup.Of(html => html.Add($"<svg class=\"key\" viewBox=\"0 0 42 10\" aria-hidden=\"true\">"
        + $"<path class=\"curve {kind}\" d=\"M0 5H42\"/></svg>"));

    public void Axes(HtmlWriter html, string xTitle, string yTitle)
    {
        foreach (double tick in (root ? RootTicks(yHigh) : Ticks(yLow, yHigh, wholeY)))
        {
            html.Line($"<path class=\"grid\" d=\"M{Left} {Words.At(Y(tick))}H{Right}\"/><text class=\"end\" x=\"{Left - 8}\" "
                + $"y=\"{Words.At(Y(tick) + 4)}\">{Number(tick)}</text>");
        }

        foreach (double tick in Ticks(xLow, xHigh, wholeX))
        {
            html.Line($"<path class=\"axis\" d=\"M{Words.At(X(tick))} {Bottom}v5\"/><text class=\"mid\" x=\"{Words.At(X(tick))}\" "
                + $"y=\"{Bottom + 22}\">{Number(tick)}</text>");
        }

        html.Line($"<path class=\"axis\" d=\"M{Left} {Bottom}H{Right}\"/><text class=\"mid\" x=\"{(Left + Right) / 2}\" "
            + $"y=\"{Height - 8}\">{xTitle}</text><text x=\"4\" y=\"14\">{yTitle}</text>");
    }

    /// <summary>Draws an upright line with its name, which stands below as many lines of text as <paramref name="place"/> says.</summary>
    public void Limit(HtmlWriter html, double at, string name, int place)
    {
        bool toTheLeft = X(at) > (Left + Right) / 2.0;
        html.Line($"<path class=\"limit\" d=\"M{Words.At(X(at))} {Top}V{Bottom}\"/><text class=\"{(toTheLeft ? "end " : "")}named\" "
            + $"x=\"{Words.At(X(at) + (toTheLeft ? -6 : 6))}\" y=\"{Top + 14 + (18 * place)}\">{name}</text>");
    }

    private static IEnumerable<double> RootTicks(double high)
    {
        double top = Math.Pow(10, Math.Floor(Math.Log10(high)));
        return new[] { 0, top / 10, top / 2, top, 2 * top, 5 * top }.Where(t => t <= high && (t == 0 || t >= 1));
    }

    /// <summary>Two to ten round numbers within a range; none where it is empty or no number.</summary>
    internal static IEnumerable<double> Ticks(double low, double high, bool whole)
    {
        double step = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 2)));
        step *= (high - low) / step > 10 ? 5 : (high - low) / step > 5 ? 2 : 1;
        step = whole ? Math.Max(step, 1) : step;
        double first = Math.Ceiling(low / step);

        // Counted, not added up: at a step too small for the numbers' digits the sum would stand still.
        for (int i = 0; i <= 10 && (first + i) * step <= high + (step * 1e-9); i++)
        {
            yield return Math.Round((first + i) * step, 10) + 0.0; // -0 becomes 0
        }
    }

    private static string Number(double value) => Math.Abs(value) >= 1000 ? Words.Count((long)value)
        : value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
