using SeCo.PixelLabels;
using Xunit;

namespace SeCo.Tests.PixelLabels;

public sealed class PixelLabelOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new PixelLabelOptions().Validate();

    [Fact]
    public void All_faults_are_reported_together()
    {
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => new PixelLabelOptions
        {
            Portion = 0, Threshold = double.NaN, Parallelism = -1, Policy = PixelLabelPolicy.ClassBalancedRatio,
        }.Validate());

        Assert.All((string[])["portion:", "threshold:", "parallelism:", "policy:"], key => Assert.Contains(key, wrong.Message, StringComparison.Ordinal));
    }
}
