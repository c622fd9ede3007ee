using SeCo.Checkpoints;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.PixelLabels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.PixelLabels;

public sealed class ProbabilityFileTests
{
    private static readonly ClassSet Two = new(
        "two", [new SegmentationClass(0, "a", default, ClassKind.Stuff), new SegmentationClass(1, "b", default, ClassKind.Thing)]);

    [Fact]
    public void The_best_class_of_each_pixel_is_kept_with_its_probability_and_ties_go_to_the_lowest()
    {
        PixelAnswer answer = Read([0.75f, 0.25f, 0.5f, 0.25f, 0.75f, 0.5f], 1, 3);

        Assert.Equal([0, 1, 0], answer.Labels.Pixels.ToArray());
        Assert.Equal([49151, 49151, 32768], answer.Confidence!.Pixels.ToArray());
    }

    [Fact]
    public void Relative_to_thresholds_a_class_of_low_probability_may_win()
    {
        PixelAnswer answer = Read([0.6f, 0.4f], 1, 1, thresholds: [65535, 65535 / 4]);

        Assert.Equal(1, answer.Labels.Pixels[0]);
        Assert.Equal(26214, answer.Confidence!.Pixels[0]);
    }

    [Theory]
    [InlineData(new[] { 3f, -1 }, "value 3 of class 0 at (0, 0)")]
    [InlineData(new[] { 0.9f, 0.4f }, "sum to 1.3")]
    public void What_is_no_probability_is_refused_with_the_way_out(float[] values, string expected) =>
        Assert.Contains(expected, Assert.Throws<ImageFormatException>(() => Read(values, 1, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_array_of_other_classes_is_refused() => Assert.Contains(
        "expected (2, height, width)", Assert.Throws<ImageFormatException>(() => Read([1, 0, 0], 1, 1, classes: 3)).Message, StringComparison.Ordinal);

    private static PixelAnswer Read(float[] values, int height, int width, int classes = 2, int[]? thresholds = null)
    {
        using TempFolder folder = new();
        NpyFile.Write<float>(folder["a.npy"], values, classes, height, width);
        return ProbabilityFile.ReadBest(folder["a.npy"], Two, thresholds);
    }
}
