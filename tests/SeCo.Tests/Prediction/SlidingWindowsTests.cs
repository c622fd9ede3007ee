using SeCo.Imaging;
using SeCo.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Prediction;

public sealed class SlidingWindowsTests
{
    [Fact]
    public void UniMatchs_windows_begin_at_every_stride_and_are_cut_at_the_end() => Assert.Equal(
        [
            new Box(0, 0, 801, 801), new Box(534, 0, 1335, 801), new Box(1068, 0, 1869, 801), new Box(1602, 0, 2048, 801),
            new Box(0, 534, 801, 1024), new Box(534, 534, 1335, 1024), new Box(1068, 534, 1869, 1024), new Box(1602, 534, 2048, 1024),
        ],
        SlidingWindows.Plan(new Size2d(1024, 2048), 801, 534, cuts: true));

    [Fact]
    public void Mmsegmentations_windows_are_moved_back_into_the_image() => Assert.Equal(
        [new Box(0, 0, 1024, 1024), new Box(768, 0, 1792, 1024), new Box(1024, 0, 2048, 1024)],
        SlidingWindows.Plan(new Size2d(1024, 2048), 1024, 768, cuts: false));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_small_image_has_one_window_where_that_reaches_its_end(bool cuts) =>
        Assert.Equal([new Box(0, 0, 30, 20)], SlidingWindows.Plan(new Size2d(20, 30), 40, 35, cuts));
}
