using SeCo.Correction;
using SeCo.Correction.Features;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Features;

public sealed class RegionFeatureExtractorTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_network_a_region_has_descriptors_and_where_wanted_its_place_and_shape(bool geometry)
    {
        RegionFeatureExtractor extractor = new(null, new FrozenFeatureOptions { Geometry = geometry });
        ConnectedRegion left = ConnectedRegion.FromMask(0, 0, RunLengthMask.FromCounts(4, 2, [0, 4, 4]));

        float[] features = extractor.Extract(new RgbImage(4, 2), [left, left with { Mask = RunLengthMask.FromCounts(4, 2, [4, 4]) }]);

        Assert.Equal(RegionDescriptors.Length + (geometry ? RegionFeatureExtractor.GeometryLength : 0), extractor.Length);
        Assert.Equal(2 * extractor.Length, features.Length);
        Assert.True(!geometry || features[RegionDescriptors.Length] == 0.25f); // the centre of the left half
        Assert.Empty(extractor.Extract(new RgbImage(4, 2), []));
    }

    [Fact]
    public void Geometry_does_not_depend_on_the_size_of_the_image()
    {
        float[] small = new float[RegionFeatureExtractor.GeometryLength], large = new float[RegionFeatureExtractor.GeometryLength];

        RegionFeatureExtractor.WriteGeometry(new Box(10, 20, 30, 60), 400, 100, 80, small);
        RegionFeatureExtractor.WriteGeometry(new Box(20, 40, 60, 120), 1600, 200, 160, large);

        Assert.Equal(small, large);
        Assert.Equal(0.2f, small[0], 1e-6f);
        Assert.Equal(0.5f, small[6], 1e-6f);
    }
}
