using System.Text.Json.Nodes;
using FsCheck.Xunit;
using SeCo.Checkpoints;
using SeCo.Correction.Windows;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Windows;

public sealed class WindowReaderTests
{
    [Fact]
    public void Equals_the_reference_where_the_reference_is_right()
    {
        string folder = SharedData.Require("golden/scc/getitem");
        RgbImage image = RgbImageFile.Read(Path.Combine(folder, "image.png"));
        WindowReader reader = new(new WindowOptions(128, 64) { Reference = true });
        float[] pixels = new float[reader.ImageLength], inside = new float[reader.MaskLength];
        int compared = 0;
        foreach (JsonNode? item in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "items.json")))!["items"]!.AsArray())
        {
            if (item!["bug"] is not null)
            {
                continue;
            }

            JsonNode segmentation = item["segmentation"]!;
            RunLengthMask mask = RunLengthMask.Parse((int)segmentation["size"]![1]!, (int)segmentation["size"]![0]!, (string)segmentation["counts"]!);
            int[] region = [.. item["region"]!.AsArray().Select(number => (int)number!)];
            Assert.Equal(new Box(region[2], region[0], region[3], region[1]), reader.Choose(image, mask, mask.Bounds));

            reader.Read(image, mask, mask.Bounds, flip: false, pixels, inside);

            float[] expected = NpyFile.Read(Path.Combine(folder, $"item_{(int)item["item"]!}_image.npy")).ToSingles();
            bool copied = region[1] - region[0] == 64 && region[3] - region[2] == 128;
            Assert.True(Difference(expected, pixels) <= (copied ? 1e-6f : 1e-3f));
            Assert.Equal(NpyFile.Read(Path.Combine(folder, $"item_{(int)item["item"]!}_mask.npy")).ToSingles(), inside);
            compared++;
        }

        Assert.Equal(6, compared);
    }

    [Fact]
    public void A_window_of_the_images_own_size_is_a_copy()
    {
        RgbImage image = new(2, 1, [255, 0, 51, 0, 102, 255]);
        RunLengthMask mask = RunLengthMask.FromCounts(2, 1, [1, 1]);
        WindowReader reader = new(Plain(2, 1));
        float[] pixels = new float[6], inside = new float[2];

        reader.Read(image, mask, mask.Bounds, flip: false, pixels, inside);
        Assert.Equal([1, 0, 0, 0.4f, 0.2f, 1], pixels.Select(Rounded));
        Assert.Equal([0, 1], inside);

        reader.Read(image, mask, mask.Bounds, flip: true, pixels, inside);
        Assert.Equal([0, 1, 0.4f, 0, 1, 0.2f], pixels.Select(Rounded));
        Assert.Equal([1, 0], inside);
    }

    [Fact]
    public void Blue_first_swaps_the_channels_but_not_the_statistics()
    {
        RgbImage image = new(2, 2, [255, 0, 51, 255, 0, 51, 255, 0, 51, 255, 0, 51]);
        RunLengthMask mask = RunLengthMask.FromCounts(2, 2, [0, 4]);
        WindowReader reader = new(Plain(2, 2) with { Reference = true, Mean = [0.1f, 0.2f, 0.5f], Deviation = [1, 2, 0.5f] });
        float[] pixels = new float[12];

        reader.Read(image, mask, mask.Bounds, flip: false, pixels, new float[4]);

        Assert.Equal([0.1f, 0.1f, 0.1f, 0.1f, -0.1f, -0.1f, -0.1f, -0.1f, 1, 1, 1, 1], pixels.Select(Rounded));
    }

    [Fact]
    public void Beyond_a_small_image_its_edge_is_repeated_and_the_mask_is_empty()
    {
        RgbImage image = new(2, 1, [255, 255, 255, 51, 51, 51]);
        RunLengthMask mask = RunLengthMask.FromCounts(2, 1, [0, 2]);
        WindowReader reader = new(Plain(4, 2));
        float[] pixels = new float[24], inside = new float[8];

        reader.Read(image, mask, mask.Bounds, flip: false, pixels, inside);

        Assert.Equal([1, 1, 0.2f, 0.2f, 1, 1, 0.2f, 0.2f], pixels[..8].Select(Rounded));
        Assert.Equal([0, 1, 1, 0, 0, 0, 0, 0], inside);
    }

    [Property(MaxTest = 150)]
    public void Equals_a_plain_computation_pixel_by_pixel(int seed)
    {
        Random random = new(seed);
        RgbImage image = new(random.Next(1, 60), random.Next(1, 60));
        random.NextBytes(image.Pixels);
        RunLengthMask mask = RandomMask(random, random.Next(1, 70), random.Next(1, 70));
        WindowOptions options = Plain(random.Next(1, 40), random.Next(1, 40));
        WindowReader reader = new(options);
        bool flip = random.Next(2) == 1;
        float[] pixels = new float[reader.ImageLength], inside = new float[reader.MaskLength];

        reader.Read(image, mask, mask.Bounds, flip, pixels, inside);

        Box window = reader.Choose(image, mask, mask.Bounds);
        BinaryMask dense = mask.ToMask();
        for (int y = 0; y < options.Height; y++)
        {
            for (int x = 0; x < options.Width; x++)
            {
                int at = (y * options.Width) + (flip ? options.Width - 1 - x : x);
                for (int channel = 0; channel < 3; channel++)
                {
                    Assert.Equal(Bilinear(image, window, options, x, y, channel) / 255, pixels[(channel * reader.MaskLength) + at], 2e-5);
                }

                Assert.Equal(Nearest(dense, image, window, options, x, y), inside[at]);
            }
        }
    }

    [Property(MaxTest = 100)]
    public void A_region_never_vanishes_from_a_window_that_is_not_reduced(int seed)
    {
        Random random = new(seed);
        RgbImage image = new(random.Next(20, 60), random.Next(20, 60));
        RunLengthMask mask = RandomMask(random, image.Width, image.Height, random.Next(1, 16));
        WindowReader reader = new(Plain(20, 20));
        float[] inside = new float[reader.MaskLength];

        reader.Read(image, mask, mask.Bounds, flip: false, new float[reader.ImageLength], inside);

        Assert.Equal(mask.Area, inside.Sum());
    }

    [Fact]
    public void Buffers_of_another_length_are_refused()
    {
        RunLengthMask mask = RunLengthMask.FromCounts(2, 1, [1, 1]);
        Assert.Throws<ArgumentException>(() => new WindowReader(Plain(2, 1)).Read(new RgbImage(2, 1), mask, mask.Bounds, false, new float[5], new float[2]));
    }

    private static WindowOptions Plain(int width, int height) => new(width, height) { Mean = [0, 0, 0], Deviation = [1, 1, 1] };

    private static float Rounded(float value) => MathF.Round(value, 5);

    private static float Difference(float[] a, float[] b) => a.Zip(b, (x, y) => MathF.Abs(x - y)).Max();

    /// <summary>A mask inside a box of at most <paramref name="side"/> by <paramref name="side"/> pixels; never empty.</summary>
    private static RunLengthMask RandomMask(Random random, int width, int height, int side = int.MaxValue)
    {
        BinaryMask mask = new(width, height);
        int x0 = random.Next(width), y0 = random.Next(height);
        int x1 = Math.Min(width, (int)Math.Min(int.MaxValue, x0 + (long)side)), y1 = Math.Min(height, (int)Math.Min(int.MaxValue, y0 + (long)side));
        mask[x0, y0] = true;
        for (int i = random.Next(200); i > 0; i--)
        {
            mask[random.Next(x0, x1), random.Next(y0, y1)] = true;
        }

        return RunLengthMask.FromMask(mask);
    }

    private static double Bilinear(RgbImage image, Box window, WindowOptions options, int x, int y, int channel)
    {
        double u = Math.Clamp(((x + 0.5) * window.Width / options.Width) - 0.5, 0, window.Width - 1);
        double v = Math.Clamp(((y + 0.5) * window.Height / options.Height) - 0.5, 0, window.Height - 1);
        (int left, int top) = ((int)u, (int)v);
        double upper = At(left, top) + ((At(left + 1, top) - At(left, top)) * (u - left));
        double lower = At(left, top + 1) + ((At(left + 1, top + 1) - At(left, top + 1)) * (u - left));
        return upper + ((lower - upper) * (v - top));

        double At(int column, int row)
        {
            int imageX = Math.Clamp(window.X0 + Math.Min(column, window.Width - 1), 0, image.Width - 1);
            int imageY = Math.Clamp(window.Y0 + Math.Min(row, window.Height - 1), 0, image.Height - 1);
            return image.Pixels[(((imageY * image.Width) + imageX) * 3) + channel];
        }
    }

    private static float Nearest(BinaryMask mask, RgbImage image, Box window, WindowOptions options, int x, int y)
    {
        int column = window.X0 + (int)(x * (1 / ((double)options.Width / window.Width)));
        int row = window.Y0 + (int)(y * (1 / ((double)options.Height / window.Height)));
        return column >= 0 && column < image.Width && row >= 0 && row < image.Height
            && mask[column * mask.Width / image.Width, row * mask.Height / image.Height] ? 1 : 0;
    }
}
