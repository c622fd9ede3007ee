using SeCo.Correction.Classifier;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class RegionSamplerTests
{
    [Fact]
    public void Sampling_follows_the_weights_and_the_step_alone()
    {
        RegionSampler sampler = new([5, 6, 7], [1, 0, 3], new RandomSource(2));
        int[] first = new int[4000], again = new int[4000];

        sampler.Draw(3, first);
        new RegionSampler([5, 6, 7], [1, 0, 3], new RandomSource(2)).Draw(3, again);

        Assert.Equal(first, again);
        Assert.DoesNotContain(6, first);
        Assert.InRange(first.Count(row => row == 7) / 4000.0, 0.72, 0.78);
    }

    [Fact]
    public void Without_weights_an_epoch_shows_every_region_once()
    {
        RegionSampler sampler = new([1, 2, 3, 4, 5, 6], null, new RandomSource(2));
        int[] first = new int[4], second = new int[4], third = new int[4];

        sampler.Draw(0, first);
        sampler.Draw(1, second);
        sampler.Draw(2, third);

        Assert.Equal([1, 2, 3, 4, 5, 6], first.Concat(second[..2]).Order());
        Assert.Equal([1, 2, 3, 4, 5, 6], second[2..].Concat(third).Order());
    }
}
