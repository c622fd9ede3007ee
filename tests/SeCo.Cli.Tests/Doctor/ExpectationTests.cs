using SeCo.Cli.Doctor;
using Xunit;

namespace SeCo.Cli.Tests.Doctor;

public sealed class ExpectationTests
{
    [Fact]
    public void Expectations_give_back_the_times_that_their_shares_were_measured_with()
    {
        Dictionary<string, double> expected = Expectation.From(new Speed(286, 151, null, null)).ToDictionary(e => e.What, e => e.Amount);
        Assert.Equal(4.3, expected["Segment Anything ViT-B, an image"], 0.1);
        Assert.Equal(16.1, expected["the same, all masks of an image (1024 points)"], 0.3);
        Assert.Equal(13.9, expected["ESPNet predicts, 480 x 360"], 0.1);
        Assert.Equal(5.5, expected["seco adapt, self-training of ESPNet, 320 x 240"], 0.2);
        Assert.Equal(2.5, expected["seco adapt, UniMatch with ESPNet, 320 x 240"], 0.1);
    }

    [Fact]
    public void Nothing_is_expected_of_what_was_not_measured() => Assert.Empty(Expectation.From(new Speed(null, null, 10, 100)));
}
