using FsCheck.Xunit;
using SeCo.Adaptation.Sampling;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Sampling;

public sealed class ImageOrderTests
{
    [Property(MaxTest = 50)]
    public void Every_image_is_seen_once_before_any_is_seen_again_in_an_epoch(byte images, byte places)
    {
        (int count, int perEpoch) = (images + 1, images + 1 + places);
        ImageOrder order = new(count, perEpoch, new RandomSource(9));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            int[] seen = [.. Enumerable.Range(0, perEpoch).Select(i => order[((long)epoch * perEpoch) + i])];
            Assert.All(seen.Chunk(count), round => Assert.Equal(round.Length, round.Distinct().Count()));
            Assert.Equal(Enumerable.Range(0, count), seen[..count].Order());
        }
    }

    [Fact]
    public void Each_epoch_is_shuffled_anew()
    {
        ImageOrder order = new(50, 50, new RandomSource(1));
        Assert.NotEqual(Enumerable.Range(0, 50).Select(i => order[i]), Enumerable.Range(50, 50).Select(i => order[i]));
    }

    [Fact]
    public void A_place_has_its_image_whatever_was_asked_before()
    {
        ImageOrder forward = new(7, 10, new RandomSource(4)), backward = new(7, 10, new RandomSource(4));
        int[] first = [.. Enumerable.Range(0, 100).Select(i => forward[i])];
        int[] second = [.. Enumerable.Range(0, 100).Reverse().Select(i => backward[i])];
        Assert.Equal(first, second.Reverse());
    }
}
