using FsCheck.Xunit;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

public sealed class ConfidencePngTests
{
    [Property(MaxTest = 60)]
    public void Every_map_survives_a_round_trip(byte width, byte height, int seed)
    {
        ConfidenceMap map = Random(width + 1, height + 1, seed);
        using TempFolder folder = new();
        ConfidencePng.Write(folder["c.png"], map);
        ConfidenceMap read = ConfidencePng.Read(folder["c.png"]);
        Assert.Equal((map.Width, map.Height), (read.Width, read.Height));
        Assert.True(map.Pixels.SequenceEqual(read.Pixels));
    }

    [Fact]
    public void Eight_bits_enter_as_257_times_the_value()
    {
        byte[] png = CraftedPng.Build(4, 1, 8, 0, [[0, 1, 128, 255]], _ => 0, pixelBytes: 1);
        Assert.Equal([0, 257, 32896, 65535], ConfidencePng.Read(PngFile.Parse(png, "x"), "x").Pixels.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Reads_16_bits_with_each_filter(int filter)
    {
        ConfidenceMap map = Random(33, 20, filter);
        byte[][] rows = new byte[20][];
        for (int y = 0; y < 20; y++)
        {
            rows[y] = [.. map.Row(y).ToArray().SelectMany(v => (byte[])[(byte)(v >> 8), (byte)v])];
        }

        byte[] png = CraftedPng.Build(33, 20, 16, 0, rows, _ => filter, pixelBytes: 2);
        Assert.True(map.Pixels.SequenceEqual(ConfidencePng.Read(PngFile.Parse(png, "x"), "x").Pixels));
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(2, 16)]
    [InlineData(0, 4)]
    public void Refuses_anything_but_8_and_16_bit_grey(int color, int depth)
    {
        byte[] png = new CraftedPng().Header(1, 1, depth, color).Chunk("IDAT", CraftedPng.Deflate(new byte[7])).Chunk("IEND").Bytes;
        Assert.Contains("expected confidences", Assert.Throws<ImageFormatException>(() => ConfidencePng.Read(PngFile.Parse(png, "x"), "x")).Message);
    }

    private static ConfidenceMap Random(int width, int height, int seed)
    {
        Random random = new(seed);
        ushort[] values = new ushort[width * height];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (ushort)random.Next(65536);
        }

        return new ConfidenceMap(width, height, values);
    }
}
