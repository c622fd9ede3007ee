using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

public sealed class LabelTiffTests
{
    private static readonly Palette Colors = new([(1, 2, 3), (40, 50, 60), (200, 100, 0)], (255, 255, 254));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(600, 300)]
    [InlineData(256, 512)]
    public void What_is_written_row_by_row_is_read_by_libtiff_in_the_palette_s_colours(int width, int height)
    {
        using TempFolder folder = new();
        byte[] labels = Write(folder["a.tif"], width, height);

        RgbImage read = RgbImageFile.Read(folder["a.tif"]);

        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.True(labels.SelectMany(label => new[] { Colors[label].R, Colors[label].G, Colors[label].B }).SequenceEqual(read.Pixels.ToArray()));
        Write(folder["b.tif"], width, height);
        Assert.Equal(File.ReadAllBytes(folder["a.tif"]), File.ReadAllBytes(folder["b.tif"]));
    }

    [Fact]
    public void The_file_says_what_tiles_and_packing_it_has()
    {
        using TempFolder folder = new();
        Write(folder["a.tif"], 600, 300);
        using FileStream stream = File.OpenRead(folder["a.tif"]);
        Assert.Equal(
            [(256, 600), (257, 300), (259, 8), (262, 3), (322, 256)],
            ((int[])[256, 257, 259, 262, 322]).Select(tag => (tag, Tag(stream, tag))));
        Assert.True(stream.Length < 600 * 300); // each label takes less than a byte
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        using MemoryStream stream = new();
        using LabelTiff tiff = new(stream, 3, 2);
        Assert.Throws<ArgumentException>(() => tiff.Write(new byte[4]));
        tiff.Write(new byte[3]);
        Assert.Throws<InvalidOperationException>(() => tiff.Finish(Colors));
        Assert.Throws<ArgumentException>(() => tiff.Write(new byte[6]));
    }

    internal static int Tag(Stream stream, int tag)
    {
        stream.Position = 0;
        return ImageMetadata.TiffTag(stream, tag);
    }

    private static byte[] Write(string path, int width, int height)
    {
        Random random = new(3);
        byte[] labels = [.. Enumerable.Range(0, width * height).Select(_ => random.Next(4) is var label && label == 3 ? (byte)255 : (byte)label)];
        AtomicFile.Write(path, stream =>
        {
            using LabelTiff tiff = new(stream, width, height);
            for (int y = 0; y < height; y += 7)
            {
                tiff.Write(labels.AsSpan(y * width, Math.Min(7, height - y) * width));
            }

            tiff.Finish(Colors);
        });
        return labels;
    }
}
