using System.Text.Json;
using SeCo.Imaging;
using SeCo.SegmentAnything;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

public sealed class ImageTransformTests
{
    [Theory]
    [InlineData(1024, 683, false, 43, 64, 688, 1024)] // rows of 16 pixels at the image's scale: the last reaches 5 beyond it
    [InlineData(512, 340, false, 43, 64, 344, 512)]
    [InlineData(100, 300, true, 64, 64, 300, 100)]
    public void Cells_cover_the_image_and_no_more_than_a_cell_beyond(
        int width, int height, bool stretches, int rows, int columns, int coveredHeight, int coveredWidth) => Assert.Equal(
            (new Size2d(rows, columns), new Size2d(coveredHeight, coveredWidth)), new ImageTransform(width, height, 1024, stretches).Cells(16));

    [Fact]
    public void Sizes_are_the_official_ones()
    {
        foreach (JsonElement row in SamGolden.Json("transforms.json").At("preprocess_shape").EnumerateArray())
        {
            int[] n = [.. row.EnumerateArray().Select(e => e.GetInt32())];
            Assert.Equal((n[4], n[3]), ImageTransform.ResizedSize(n[1], n[0], n[2]));
        }
    }

    [Fact]
    public void Points_and_boxes_move_as_in_the_official_code()
    {
        foreach (JsonElement @case in SamGolden.Json("transforms.json").At("cases").EnumerateArray())
        {
            JsonElement size = @case.At("original_size_hw");
            ImageTransform transform = new(size[1].GetInt32(), size[0].GetInt32(), @case.Int("target_length"));
            JsonElement[] points = [.. @case.At("coords").EnumerateArray()], boxes = [.. @case.At("boxes").EnumerateArray()];
            for (int i = 0; i < points.Length; i++)
            {
                ImagePoint point = points[i].Point(), moved = transform.Apply(point);
                Near(@case.At("apply_coords")[i].Numbers(), [moved.X, moved.Y], 1e-9);
            }

            for (int i = 0; i < boxes.Length; i++)
            {
                ImageBox moved = transform.Apply(boxes[i].Box());
                Near(@case.At("apply_boxes")[i].Numbers(), [moved.X0, moved.Y0, moved.X1, moved.Y1], 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(2000, 1, 256)]
    [InlineData(1, 4096, 1024)]
    public void An_image_too_thin_for_the_model_is_an_error_that_names_the_sizes(int width, int height, int side)
    {
        string message = Assert.Throws<ArgumentException>(() => new ImageTransform(width, height, side)).Message;
        Assert.Contains($"{width} x {height}", message, StringComparison.Ordinal);
    }

    private static void Near(double[] expected, double[] found, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], tolerance);
        }
    }
}
