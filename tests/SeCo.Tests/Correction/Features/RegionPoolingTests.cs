using SeCo.Correction.Features;
using SeCo.Imaging;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Correction.Features;

public sealed class RegionPoolingTests
{
    [Fact]
    public void Weighs_cells_by_the_pixels_of_the_region_in_them()
    {
        // 4 x 2 pixels over 2 x 1 cells: region 0 has three pixels in the left cell and one in the right, region 1 two in the right.
        int[] regions = [0, 0, 0, 1, 0, -1, -1, 1];
        float[] features = [10, 100, 20, 200]; // [1, 2, 2]
        float[] means = new float[2 * 2];

        RegionPooling.Mean(regions, 4, 2, 2, new FeatureMap(2, 1, features, 4, 2), means, 2, 0);

        Assert.Equal([12.5f, 125f, 20f, 200f], means);
    }

    [Fact]
    public void Leaves_zeros_for_a_region_without_pixels_and_writes_only_its_own_columns()
    {
        int[] regions = [1, 1];
        float[] means = [7, 0, 7, 7, 0, 7];

        RegionPooling.Mean(regions, 2, 1, 2, new FeatureMap(1, 1, [3f], 2, 1), means, 3, 1);

        Assert.Equal([7f, 0f, 7f, 7f, 3f, 7f], means);
    }

    [Fact]
    public void A_map_that_reaches_beyond_the_image_is_not_squeezed_into_it()
    {
        // Three columns of cells over six pixels, of which the image has five: its last pixel is the first half of the last cell.
        float[] means = new float[1];

        RegionPooling.Mean([-1, -1, -1, 0, 0], 5, 1, 1, new FeatureMap(3, 1, [1, 10, 100], 6, 1), means, 1, 0);

        Assert.Equal(55, means[0]);
    }

    [Theory]
    [InlineData(37, 23, 5, 3)]
    [InlineData(16, 16, 16, 16)]
    [InlineData(9, 7, 20, 11)]
    public void Agrees_with_a_pixel_by_pixel_mean(int width, int height, int gridWidth, int gridHeight)
    {
        RandomSource random = new(3);
        int[] regions = [.. Enumerable.Range(0, width * height).Select(_ => random.NextInt(5) - 1)];
        float[] features = [.. Enumerable.Range(0, gridWidth * gridHeight * 3).Select(_ => (float)random.NextGaussian())];
        float[] means = new float[4 * 3];

        RegionPooling.Mean(regions, width, height, 4, new FeatureMap(gridWidth, gridHeight, features, width, height), means, 3, 0);

        for (int region = 0; region < 4; region++)
        {
            for (int c = 0; c < 3; c++)
            {
                double sum = 0;
                int count = 0;
                for (int i = 0; i < regions.Length; i++)
                {
                    if (regions[i] == region)
                    {
                        int column = (int)(((i % width) + 0.5) * gridWidth / width), row = (int)(((i / width) + 0.5) * gridHeight / height);
                        sum += features[(((row * gridWidth) + column) * 3) + c];
                        count++;
                    }
                }

                Assert.Equal(sum / count, means[(region * 3) + c], 1e-4);
            }
        }
    }
}
