using SeCo.Imaging.Resampling;
using Xunit;

namespace SeCo.Imaging.Tests.Resampling;

public sealed class NearestResizeTests
{
    [Fact]
    public void A_pixel_takes_the_label_under_its_centre()
    {
        LabelMap labels = new(4, 2, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal([6, 8], NearestResize.Resize(labels, 2, 1).Pixels.ToArray());
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8], NearestResize.Resize(labels, 8, 2).Pixels.ToArray());
    }

    [Fact]
    public void The_same_size_gives_the_same_labels()
    {
        LabelMap labels = new(3, 2, [0, 255, 2, 3, 4, 5]);
        Assert.Equal(labels.Pixels.ToArray(), NearestResize.Resize(labels, 3, 2).Pixels.ToArray());
    }
}
