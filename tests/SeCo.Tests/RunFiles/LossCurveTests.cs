using System.Text.Json;
using SeCo.RunFiles;
using Xunit;

namespace SeCo.Tests.RunFiles;

public sealed class LossCurveTests
{
    [Fact]
    public void Keeps_means_over_equal_shares_of_the_steps()
    {
        LossCurve curve = new(250);
        for (int step = 1; step <= 250; step++)
        {
            curve.Add(step, step);
        }

        Assert.Equal(125, curve.Steps.Count);
        Assert.Equal([new(2, 1.5), new(4, 3.5)], curve.Steps.Take(2));
        Assert.Equal(new LossPoint(250, 249.5), curve.Steps[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(1999)]
    public void A_curve_that_was_put_away_goes_on_as_if_it_had_not_been(int at)
    {
        LossCurve whole = new(2000), first = new(2000);
        for (int step = 1; step <= 2000; step++)
        {
            whole.Add(step, Math.Sin(step));
            if (step == at)
            {
                first = LossCurve.Parse(first.Compose(), 2000);
            }

            first.Add(step, Math.Sin(step));
        }

        Assert.Equal(whole.Compose(), first.Compose());
    }

    [Fact]
    public void Something_else_is_refused() => Assert.ThrowsAny<JsonException>(() => LossCurve.Parse("{}", 10));
}
