using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests;

public sealed class RegionPoolingTests : ModelTest
{
    [Fact]
    public void Averages_over_the_masks_cells_and_over_everything_where_none_is_left()
    {
        // Two images of one channel, 2x2 cells; masks of 4x4 pixels, of which the nearest are (0, 0), (0, 2), (2, 0), (2, 2).
        Tensor features = Tensor.From([1f, 2, 3, 4, 5, 6, 7, 9], 2, 1, 2, 2);
        float[] kept = [0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        float[] vanishing = [0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Tensor masks = Tensor.From([.. kept, .. vanishing], 2, 1, 4, 4);
        Assert.Equal([2.5f, 6.75f], RegionPooling.Average(features, masks).ToArray<float>());
    }

    [Fact]
    public void Every_channel_is_averaged_over_the_same_cells()
    {
        Tensor features = Tensor.From([1f, 2, 10, 20], 1, 2, 1, 2);
        Assert.Equal([2f, 20], RegionPooling.Average(features, Tensor.From([0f, 1], 1, 1, 1, 2)).ToArray<float>());
        Assert.Equal([1.5f, 15], RegionPooling.Average(features).ToArray<float>());
    }

    [Fact]
    public void Masks_of_another_number_or_with_channels_are_refused()
    {
        Tensor features = Tensor.Zeros([2, 4, 3, 3]);
        Assert.Throws<ArgumentException>(() => RegionPooling.Average(features, Tensor.Ones([1, 1, 3, 3])));
        Assert.Throws<ArgumentException>(() => RegionPooling.Average(features, Tensor.Ones([2, 4, 3, 3])));
    }
}
