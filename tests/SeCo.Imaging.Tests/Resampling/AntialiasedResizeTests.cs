using System.Text.Json;
using FsCheck.Xunit;
using SeCo.Checkpoints;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Resampling;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Resampling;

public sealed class AntialiasedResizeTests
{
    public static TheoryData<string> Names => ["down", "odd", "portrait", "up", "same", "strong"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_bytes_of_pillow(string name)
    {
        string folder = SharedData.Require("golden/sam");
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "resize.json")));
        JsonElement wanted = cases.RootElement.EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        RgbImage image = RgbImageFile.Read(Path.Combine(folder, "images", wanted.GetProperty("image").GetString() + ".png"));
        Box window = new(0, 0, image.Width, image.Height);
        if (wanted.GetProperty("crop_x0y0x1y1") is { ValueKind: JsonValueKind.Array } crop)
        {
            window = new Box(crop[0].GetInt32(), crop[1].GetInt32(), crop[2].GetInt32(), crop[3].GetInt32());
        }

        TensorData expected = NpyFile.Read(Path.Combine(folder, wanted.GetProperty("file").GetString()!));
        RgbImage found = AntialiasedResize.Bilinear(image, window, (int)expected.Shape[1], (int)expected.Shape[0]);
        Assert.True(found.Pixels.SequenceEqual(expected.Values<byte>()));
    }

    [Property(MaxTest = 100)]
    public void A_part_of_the_result_is_what_the_whole_result_has_there(int seed)
    {
        Random random = new(seed);
        RgbImage image = new(random.Next(1, 90), random.Next(1, 90));
        random.NextBytes(image.Pixels);
        int width = random.Next(3) == 0 ? image.Width : random.Next(1, 200), height = random.Next(3) == 0 ? image.Height : random.Next(1, 200);
        int x0 = random.Next(width), y0 = random.Next(height);
        Box part = new(x0, y0, random.Next(x0, width) + 1, random.Next(y0, height) + 1);
        RgbImage whole = AntialiasedResize.Bilinear(image, width, height);
        RgbImage target = new(part.Width + 2, part.Height + 1);
        target.Pixels.Fill(9);
        AntialiasedResize.BilinearPart(image, width, height, part, target);
        for (int y = 0; y < part.Height; y++)
        {
            Assert.True(whole.Row(part.Y0 + y)[(3 * part.X0)..(3 * part.X1)].SequenceEqual(target.Row(y)[..(3 * part.Width)]));
            Assert.Equal(-1, target.Row(y)[(3 * part.Width)..].IndexOfAnyExcept((byte)9));
        }

        Assert.Equal(-1, target.Row(part.Height).IndexOfAnyExcept((byte)9));
    }

    [Fact]
    public void Gives_the_bytes_of_pillow_for_a_whole_image_with_several_threads()
    {
        string folder = SharedData.Require("golden/sam");
        RgbImage image = RgbImageFile.Read(Path.Combine(folder, "images/a.png"));
        TensorData expected = NpyFile.Read(Path.Combine(folder, "tensors/a.resized.npy"));
        Assert.True(AntialiasedResize.Bilinear(image, 256, 192, threads: 3).Pixels.SequenceEqual(expected.Values<byte>()));
    }

    [Property(MaxTest = 300)]
    public void Is_the_triangle_filter_in_two_rounded_passes(byte width, byte height, byte toWidth, byte toHeight, int seed)
    {
        RgbImage image = Noise(width + 1, height + 1, seed);
        RgbImage found = AntialiasedResize.Bilinear(image, toWidth + 1, toHeight + 1, threads: 2);
        Assert.True(found.Pixels.SequenceEqual(Plain(image, toWidth + 1, toHeight + 1).Pixels));
    }

    [Property(MaxTest = 200)]
    public void A_window_is_resized_as_if_cut_out(byte left, byte top, byte width, byte height, byte toWidth, byte toHeight, int seed)
    {
        Box window = new(left, top, left + width + 1, top + height + 1);
        RgbImage image = Noise(window.X1 + (seed & 3), window.Y1 + (seed & 1), seed);
        RgbImage cut = new(window.Width, window.Height);
        for (int y = 0; y < window.Height; y++)
        {
            image.Row(window.Y0 + y)[(window.X0 * 3)..(window.X1 * 3)].CopyTo(cut.Row(y));
        }

        RgbImage found = AntialiasedResize.Bilinear(image, window, toWidth + 1, toHeight + 1);
        Assert.True(found.Pixels.SequenceEqual(AntialiasedResize.Bilinear(cut, toWidth + 1, toHeight + 1).Pixels));
    }

    [Fact]
    public void Refuses_a_window_outside_the_image()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => AntialiasedResize.Bilinear(new RgbImage(8, 4), new Box(2, 0, 9, 4), 3, 3));
        Assert.Contains("8 x 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AntialiasedResize.Bilinear(new RgbImage(8, 4), new Box(2, 0, 2, 4), 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => AntialiasedResize.Bilinear(new RgbImage(8, 4), 0, 3));
    }

    private static RgbImage Noise(int width, int height, int seed)
    {
        RgbImage image = new(width, height);
        new Random(seed).NextBytes(image.Pixels);

        // Extremes, so that rounding is seen at both ends.
        foreach (ref byte value in image.Pixels)
        {
            value = value < 64 ? (byte)0 : value > 192 ? (byte)255 : value;
        }

        return image;
    }

    /// <summary>The definition, value by value.</summary>
    private static RgbImage Plain(RgbImage image, int width, int height)
    {
        RgbImage wide = new(width, image.Height);
        RgbImage result = new(width, height);
        Pass(image.Width, width, image.Height, (line, i, c) => image.Row(line)[(i * 3) + c], (line, i, c, value) => wide.Row(line)[(i * 3) + c] = value);
        Pass(image.Height, height, width, (line, i, c) => wide.Row(i)[(line * 3) + c], (line, i, c, value) => result.Row(i)[(line * 3) + c] = value);
        return result;
    }

    private static void Pass(int from, int to, int lines, Func<int, int, int, byte> read, Action<int, int, int, byte> write)
    {
        double scale = (double)from / to, support = Math.Max(scale, 1);
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * scale;
            int first = from == to ? i : Math.Max(0, (int)(center - support + 0.5)), end = from == to ? i + 1 : Math.Min(from, (int)(center + support + 0.5));
            double[] weights = [.. Enumerable.Range(first, end - first).Select(x => Math.Max(0, 1 - Math.Abs((x - center + 0.5) / support)))];
            long[] whole = [.. weights.Select(w => (long)((w / weights.Sum() * 4194304) + 0.5))];
            for (int line = 0; line < lines; line++)
            {
                for (int c = 0; c < 3; c++)
                {
                    long sum = Enumerable.Range(0, whole.Length).Sum(k => whole[k] * read(line, first + k, c));
                    write(line, i, c, (byte)Math.Clamp((sum + 2097152) >> 22, 0, 255));
                }
            }
        }
    }
}
