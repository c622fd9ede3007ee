using FsCheck.Xunit;
using NetVips;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

public sealed class RgbImageFileTests
{
    [Theory]
    [InlineData("a.png")]
    [InlineData("a[1].webp")]
    public void Lossless_formats_survive_a_round_trip(string name)
    {
        using TempFolder folder = new();
        RgbImage image = Gradient(61, 43);
        RgbImageFile.Write(folder[name], image);
        Assert.Equal((61, 43), RgbImageFile.ReadSize(folder[name]));
        Assert.True(image.Pixels.SequenceEqual(RgbImageFile.Read(folder[name]).Pixels));
    }

    [Fact]
    public void Jpeg_stays_near_the_image()
    {
        using TempFolder folder = new();
        RgbImage image = Gradient(64, 48);
        RgbImageFile.Write(folder["a.jpg"], image);
        RgbImage read = RgbImageFile.Read(folder["a.jpg"]);
        Assert.Equal((64, 48), (read.Width, read.Height));
        Assert.InRange(Enumerable.Range(0, image.Pixels.Length).Average(i => Math.Abs(image.Pixels[i] - read.Pixels[i])), 0, 4);
    }

    [Fact]
    public void Grey_is_repeated_alpha_is_dropped_and_16_bits_keep_their_high_byte()
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["grey.png"], CraftedPng.Build(2, 1, 8, 0, [[10, 200]], _ => 0, 1));
        File.WriteAllBytes(folder["alpha.png"], CraftedPng.Build(2, 1, 8, 6, [[1, 2, 3, 0, 4, 5, 6, 255]], _ => 0, 4));
        File.WriteAllBytes(folder["wide.png"], CraftedPng.Build(1, 1, 16, 2, [[1, 99, 2, 99, 255, 255]], _ => 0, 6));
        Assert.Equal([10, 10, 10, 200, 200, 200], RgbImageFile.Read(folder["grey.png"]).Pixels.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], RgbImageFile.Read(folder["alpha.png"]).Pixels.ToArray());
        Assert.Equal([1, 2, 255], RgbImageFile.Read(folder["wide.png"]).Pixels.ToArray());
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    public void A_truncated_file_is_refused_by_name(string name)
    {
        using TempFolder folder = new();
        RgbImageFile.Write(folder[name], Gradient(100, 80));
        byte[] whole = File.ReadAllBytes(folder[name]);
        for (int part = 0; part < 8; part++)
        {
            File.WriteAllBytes(folder[name], whole[..(whole.Length * part / 8)]);
            Assert.Contains(name, Assert.Throws<ImageFormatException>(() => RgbImageFile.Read(folder[name])).Message);
        }
    }

    [Theory]
    [InlineData(Enums.ForeignTiffCompression.None)]
    [InlineData(Enums.ForeignTiffCompression.Lzw)]
    public void Reads_tiff_and_refuses_half_of_one(Enums.ForeignTiffCompression compression)
    {
        using TempFolder folder = new();
        RgbImage image = Gradient(60, 40);
        byte[] tiff = Tiff(image, compression);
        File.WriteAllBytes(folder["a.tif"], tiff);
        File.WriteAllBytes(folder["half.tif"], tiff[..(tiff.Length / 2)]);
        Assert.True(image.Pixels.SequenceEqual(RgbImageFile.Read(folder["a.tif"]).Pixels));
        Assert.Contains("half.tif", Assert.Throws<ImageFormatException>(() => RgbImageFile.Read(folder["half.tif"])).Message);
    }

    [Fact]
    public void Refuses_values_that_are_no_bytes_or_words()
    {
        using TempFolder folder = new();
        using Image floats = Image.Black(4, 4).Cast(Enums.BandFormat.Float);
        File.WriteAllBytes(folder["float.tif"], floats.TiffsaveBuffer());
        Assert.Contains("values of type Float", Assert.Throws<ImageFormatException>(() => RgbImageFile.Read(folder["float.tif"])).Message);
    }

    [Property(MaxTest = 150)]
    public void Flipped_bytes_give_an_image_or_a_format_error(int seed)
    {
        Random random = new(seed);
        using TempFolder folder = new();
        RgbImage image = Gradient(40, 30);
        foreach (string name in (string[])["a.png", "a.jpg", "a.webp", "a.tif"])
        {
            if (name == "a.tif")
            {
                File.WriteAllBytes(folder[name], Tiff(image, Enums.ForeignTiffCompression.Lzw));
            }
            else
            {
                RgbImageFile.Write(folder[name], image);
            }

            byte[] bytes = File.ReadAllBytes(folder[name]);
            bytes[random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(60, bytes.Length))] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(folder[name], bytes);
            try
            {
                RgbImage read = RgbImageFile.Read(folder[name]);
                Assert.Equal(read.Width * read.Height * 3, read.Pixels.Length);
            }
            catch (ImageFormatException e)
            {
                Assert.Contains(name, e.Message);
            }
        }
    }

    [Fact]
    public void Refuses_too_many_pixels_and_unknown_formats()
    {
        using TempFolder folder = new();
        File.WriteAllBytes(
            folder["big.png"], new CraftedPng().Header(30_000, 30_000, 8, 2).Chunk("IDAT", CraftedPng.Deflate(new byte[9])).Chunk("IEND").Bytes);
        File.WriteAllText(folder["svg.png"], "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>");
        Assert.Contains("at most", Assert.Throws<ImageFormatException>(() => RgbImageFile.Read(folder["big.png"])).Message);
        Assert.Contains("expected PNG, JPEG, TIFF or WebP", Assert.Throws<ImageFormatException>(() => RgbImageFile.Read(folder["svg.png"])).Message);
        Assert.Throws<FileNotFoundException>(() => RgbImageFile.Read(folder["none.png"]));
    }

    [Fact]
    public void Refuses_an_ending_it_cannot_write()
    {
        using TempFolder folder = new();
        Assert.Throws<ArgumentException>(() => RgbImageFile.Write(folder["a.gif"], Gradient(2, 2)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void An_empty_file_and_a_file_without_a_header_are_named_as_such()
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["empty.webp"], []);
        File.WriteAllBytes(folder["short.png"], [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0]);
        Assert.Contains(
            "empty.webp: is empty", Assert.Throws<ImageFormatException>(() => RgbImageFile.ReadSize(folder["empty.webp"])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "fetch the file again", Assert.Throws<ImageFormatException>(() => RgbImageFile.ReadSize(folder["short.png"])).Message, StringComparison.Ordinal);
    }

    private static byte[] Tiff(RgbImage image, Enums.ForeignTiffCompression compression)
    {
        using Image raw = Image.NewFromMemoryCopy<byte>(image.Pixels, image.Width, image.Height, 3, Enums.BandFormat.Uchar);
        using Image rgb = raw.Copy(interpretation: Enums.Interpretation.Srgb);
        return rgb.TiffsaveBuffer(compression: compression);
    }

    internal static RgbImage Gradient(int width, int height)
    {
        RgbImage image = new(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            int pixel = i / 3;
            image.Pixels[i] = (byte)((i % 3 * 50) + (pixel % width) + (pixel / width));
        }

        return image;
    }
}
