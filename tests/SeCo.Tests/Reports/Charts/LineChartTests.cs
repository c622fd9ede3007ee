using System.Text.RegularExpressions;
using SeCo.Reports;
using Xunit;

namespace SeCo.Tests.Reports.Charts;

public sealed class LineChartTests
{
    [Fact]
    public void The_legend_draws_each_curve_as_the_chart_does()
    {
        (string, IReadOnlyList<(double, double)>)[] curves = [("part 1", [(1, 2), (2, 1)]), ("part 2", [(1, 3), (2, 2)])];
        string chart = Markup.Of(html => LineChart.Write(html, curves, "losses", "step", "loss", fromZero: true)).Text;
        Assert.Equal(2, Regex.Count(chart, "class=\"curve c0\""));
        Assert.Equal(2, Regex.Count(chart, "class=\"curve c1\""));
        Assert.DoesNotContain(">1.5<", chart, StringComparison.Ordinal); // there is no step 1.5
    }
}
