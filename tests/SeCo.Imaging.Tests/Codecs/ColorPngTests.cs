using SeCo.Imaging.Codecs;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

public sealed class ColorPngTests
{
    [Fact]
    public void Colours_survive_and_the_other_codec_reads_them_alike()
    {
        RgbImage image = new(3, 2, [1, 2, 3, 255, 0, 0, 0, 255, 0, 9, 8, 7, 0, 0, 0, 128, 64, 128]);
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream stream = new(path, FileMode.Create))
            {
                ColorPng.Write(stream, image);
            }

            using FileStream written = new(path, FileMode.Open);
            Assert.Equal(image.Pixels.ToArray(), ColorPng.Read(written, "x").Pixels.ToArray());
            Assert.Equal(image.Pixels.ToArray(), RgbImageFile.Read(path).Pixels.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_palette_gives_its_colours_and_grey_its_levels()
    {
        using MemoryStream palette = new(), grey = new();
        LabelPng.Write(palette, new LabelMap(2, 1, [1, 0]), new Palette([(1, 2, 3), (4, 5, 6)]));
        LabelPng.Write(grey, new LabelMap(2, 1, [1, 200]));
        (palette.Position, grey.Position) = (0, 0);
        Assert.Equal([4, 5, 6, 1, 2, 3], ColorPng.Read(palette, "x").Pixels.ToArray());
        Assert.Equal([1, 1, 1, 200, 200, 200], ColorPng.Read(grey, "x").Pixels.ToArray());
    }

    [Fact]
    public void Sixteen_bits_are_refused()
    {
        string path = Path.GetTempFileName();
        try
        {
            ConfidencePng.Write(path, new ConfidenceMap(1, 1, [5]));
            using FileStream stream = new(path, FileMode.Open);
            Assert.Contains("16-bit grey", Assert.Throws<ImageFormatException>(() => ColorPng.Read(stream, "x")).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
