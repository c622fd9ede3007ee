using System.Text.Json.Nodes;
using FsCheck.Xunit;
using SeCo.Correction.Windows;
using SeCo.Imaging;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Windows;

public sealed class RegionWindowTests
{
    [Fact]
    public void The_reference_style_equals_the_reference()
    {
        JsonArray cases = JsonNode.Parse(File.ReadAllText(SharedData.Require("golden/scc/patch_region.json")))!.AsArray();
        foreach (JsonNode? item in cases)
        {
            int[] image = Numbers(item!["image_size"]), bbox = Numbers(item["bbox"]), size = Numbers(item["size"]);
            Box box = new(bbox[0], bbox[1], bbox[0] + bbox[2], bbox[1] + bbox[3]);
            if (item["error"] is not null)
            {
                Assert.Throws<ArgumentException>(() => Choose());
                continue;
            }

            int[] region = Numbers(item["region"]);
            Assert.Equal(new Box(region[2], region[0], region[3], region[1]), Choose());

            Box Choose() => RegionWindow.Choose(box, image[1], image[0], size[1], size[0], reference: true);
        }

        Assert.Equal(421, cases.Count);
    }

    [Theory]
    [InlineData(900, 400, 100, 80, 694, 312, 1206, 568)] // in the middle: centred
    [InlineData(0, 0, 10, 10, 0, 0, 512, 256)] // at a corner: shifted inside
    [InlineData(2038, 1014, 10, 10, 1536, 768, 2048, 1024)]
    [InlineData(600, 300, 512, 256, 600, 300, 1112, 556)] // exactly the window
    [InlineData(600, 300, 513, 256, 600, 299, 1113, 556)] // one wider: 513 x 257
    [InlineData(0, 0, 2048, 1024, 0, 0, 2048, 1024)] // the whole image
    [InlineData(100, 0, 10, 1024, 0, 0, 2048, 1024)] // the full height
    public void The_papers_window_holds_the_box_and_keeps_the_aspect(int x, int y, int width, int height, int x0, int y0, int x1, int y1) =>
        Assert.Equal(new Box(x0, y0, x1, y1), RegionWindow.Choose(new Box(x, y, x + width, y + height), 2048, 1024, 512, 256));

    [Fact]
    public void A_window_larger_than_the_image_goes_beyond_it_on_both_sides() =>
        Assert.Equal(new Box(-60, 0, 160, 110), RegionWindow.Choose(new Box(3, 0, 20, 110), 100, 110, 64, 32));

    [Property(MaxTest = 500)]
    public void The_papers_window_always_holds_the_box(int seed)
    {
        Random random = new(seed);
        int imageWidth = random.Next(1, 300), imageHeight = random.Next(1, 300), width = random.Next(1, 200), height = random.Next(1, 200);
        int x0 = random.Next(imageWidth), y0 = random.Next(imageHeight);
        Box box = new(x0, y0, random.Next(x0, imageWidth) + 1, random.Next(y0, imageHeight) + 1);

        Box window = RegionWindow.Choose(box, imageWidth, imageHeight, width, height);

        Assert.Equal(box, box.Intersect(window));
        Assert.True(window.Width >= width && window.Height >= height);
        Assert.InRange((double)window.Width / width / ((double)window.Height / height), 1 - (1.0 / window.Height), 1 + (1.0 / window.Width)
            + (1.0 / window.Height));
        Assert.True(window.Width > imageWidth || (window.X0 >= 0 && window.X1 <= imageWidth));
        Assert.True(window.Height > imageHeight || (window.Y0 >= 0 && window.Y1 <= imageHeight));
        Assert.True(window.Width <= imageWidth || (window.X0 <= 0 && window.X1 >= imageWidth));
    }

    [Theory]
    [InlineData(0, 0, 11, 5)]
    [InlineData(-1, 0, 5, 5)]
    [InlineData(3, 3, 3, 5)]
    public void A_box_outside_the_image_or_empty_is_refused(int x0, int y0, int x1, int y1) =>
        Assert.Throws<ArgumentException>(() => RegionWindow.Choose(new Box(x0, y0, x1, y1), 10, 10, 4, 4));

    private static int[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(number => (int)number!)];
}
