using SeCo.Imaging;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using Xunit;

namespace SeCo.Tests.SegmentAnything.Automatic;

public sealed class AutomaticMaskOptionsTests
{
    [Fact]
    public void Wrong_settings_are_reported_together()
    {
        string message = Assert.Throws<ArgumentException>(new AutomaticMaskOptions { PointsPerSide = 0, BoxNmsThresh = 2 }.Validate).Message;
        Assert.Contains("points_per_side", message, StringComparison.Ordinal);
        Assert.Contains("box_nms_thresh", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AutomaticMaskOptions { CropNLayers = 6, CropNPointsDownscaleFactor = 2 }.Validate());
        Assert.Throws<ArgumentException>(() => new AutomaticMaskOptions { CropNLayers = 1, PointGrids = [[new ImagePoint(0.5, 0.5)]] }.Validate());
        Assert.Throws<ArgumentException>(() => new AutomaticMaskOptions { PredIouThresh = double.NaN }.Validate());
    }

    [Fact]
    public void Each_model_has_its_own_default_and_a_given_value_stays()
    {
        AutomaticMaskOptions options = new();
        Assert.Equal(0.88, options.For(SamConfig.VitB).PredIouThresh);
        Assert.Equal(0.8, options.For(SamConfig.Published.First(c => c.Hiera is not null)).PredIouThresh);
        Assert.Equal(0, (options with { PredIouThresh = 0 }).For(SamConfig.VitB).PredIouThresh);
    }
}
