using NetVips;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

public sealed class RgbImageRowsTests
{
    [Theory]
    [InlineData("a.png", false)]
    [InlineData("a.jpg", false)]
    [InlineData("a.webp", false)]
    [InlineData("strips.tif", false)]
    [InlineData("tiles.tif", true)]
    public void Rows_in_any_portions_are_those_of_the_whole_image(string name, bool tiles)
    {
        using TempFolder folder = new();
        RgbImage image = new(300, 200);
        new Random(5).NextBytes(image.Pixels);
        if (name.EndsWith("tif", StringComparison.Ordinal))
        {
            using Image raw = Image.NewFromMemoryCopy<byte>(image.Pixels, 300, 200, 3, Enums.BandFormat.Uchar);
            using Image color = raw.Copy(interpretation: Enums.Interpretation.Srgb);
            color.Tiffsave(folder[name], compression: Enums.ForeignTiffCompression.Deflate, tile: tiles, tileWidth: 64, tileHeight: 64);
        }
        else
        {
            RgbImageFile.Write(folder[name], image);
        }

        RgbImage whole = RgbImageFile.Read(folder[name]);
        using RgbImageRows rows = RgbImageRows.Open(folder[name]);
        byte[] read = new byte[whole.Pixels.Length];
        int at = 0;
        foreach (int some in (int[])[1, 64, 0, 100, 35])
        {
            rows.Read(read.AsSpan(at, some * 900));
            at += some * 900;
        }

        Assert.Equal((300, 200), (rows.Width, rows.Height));
        Assert.True(whole.Pixels.SequenceEqual(read));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Read(new byte[900]));
    }

    [Fact]
    public void What_cannot_be_read_by_parts_is_refused_at_once()
    {
        using TempFolder folder = new();
        ConfidencePng.Write(folder["wide.png"], new ConfidenceMap(2, 2));
        Assert.Contains("16 bits", Assert.Throws<ImageFormatException>(() => RgbImageRows.Open(folder["wide.png"])).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["none.tif"], "II*\0nothing");
        Assert.Throws<ImageFormatException>(() => RgbImageRows.Open(folder["none.tif"]));
    }
}
