using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests;

public sealed class ImageNormalizationTests : ModelTest
{
    private static readonly ImageNormalization Example = new(new ChannelValues(10, 20, 30), new ChannelValues(1, 2, 4));

    [Fact]
    public void Pixels_become_standardised_planes()
    {
        Tensor image = Example.Normalize([11, 22, 34, 10, 20, 30], width: 2, height: 1);
        Assert.Equal([1, 3, 1, 2], image.Shape.ToArray());
        Assert.Equal([1f, 0, 1, 0, 1, 0], image.ToArray<float>());
    }

    [Fact]
    public void Blue_comes_first_and_the_divisor_last_where_asked_for()
    {
        Tensor image = (Example with { IsBlueFirst = true, Divisor = 2 }).Normalize([11, 24, 42], width: 1, height: 1);
        Assert.Equal([1.5f, 1f, 0.5f], image.ToArray<float>());
    }

    [Fact]
    public void ImageNets_figures_are_those_of_pixels_from_0_to_1()
    {
        Tensor image = ImageNormalization.ImageNet.Normalize([0, 255, 0], width: 1, height: 1);
        AssertClose([-0.485 / 0.229, (1 - 0.456) / 0.224, -0.406 / 0.225], image.To(DType.Float64).ToArray<double>(), 1e-6);
    }

    [Fact]
    public void A_wrong_number_of_bytes_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Example.Normalize(new byte[11], width: 2, height: 2));
    }
}
