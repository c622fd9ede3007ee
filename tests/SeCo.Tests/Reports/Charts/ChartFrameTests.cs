using SeCo.Reports;
using Xunit;

namespace SeCo.Tests.Reports.Charts;

public sealed class ChartFrameTests
{
    [Fact]
    public void A_range_that_begins_a_little_below_zero_has_a_zero_and_no_negative_one()
    {
        double first = ChartFrame.Ticks(-0.06, 1, whole: false).First();
        Assert.Equal(0, first);
        Assert.False(double.IsNegative(first));
        Assert.DoesNotContain(">-0<", Markup.Of(html => new ChartFrame(0, 1, 1.06, -0.06).Axes(html, "x", "y")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2, new[] { 1.0, 2 })]
    [InlineData(0, 1.05, new[] { 0.0, 1 })]
    [InlineData(0, 9, new[] { 0.0, 2, 4, 6, 8 })]
    public void What_is_counted_has_no_ticks_between_whole_numbers(double low, double high, double[] ticks) =>
        Assert.Equal(ticks, ChartFrame.Ticks(low, high, whole: true));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e300, 1e300)]
    [InlineData(1e17, 1e17 + 16)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(-1e308, 1e308)]
    public void Ticks_come_to_an_end_whatever_the_range_is(double low, double high) =>
        Assert.True(ChartFrame.Ticks(low, high, whole: true).Count() <= 11);
}
