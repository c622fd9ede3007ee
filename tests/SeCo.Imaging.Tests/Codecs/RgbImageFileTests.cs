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
        Assert.Equal((61, 43), (RgbImageFile.ReadHeader(folder[name]).Width, RgbImageFile.ReadHeader(folder[name]).Height));
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

    [Fact]
    public void What_is_decoded_as_a_whole_counts_for_that()
    {
        using TempFolder folder = new();
        CraftedPng png = new CraftedPng().Header(5000, 5000, 8, 2, interlace: 1);
        File.WriteAllBytes(folder["a.png"], png.Chunk("IDAT", CraftedPng.Deflate(new byte[99])).Chunk("IEND").Bytes);
        Assert.Contains("a.png: an image of 5000 x 5000 pixels: 150000000 bytes of memory", Refused("a.png"));
        using (Image flat = Image.Black(5000, 5000, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb))
        {
            flat.Webpsave(folder["a.webp"], lossless: true, effort: 0);
            flat.Jpegsave(folder["a.jpg"], interlace: true);
            flat.Jpegsave(folder["b.jpg"]);
        }

        Assert.Contains("a.webp: an image of 5000 x 5000 pixels: 225000000 bytes of memory", Refused("a.webp"));
        Assert.Contains("a.jpg: an image of 5000 x 5000 pixels: 150000000 bytes of memory", Refused("a.jpg"));
        Assert.Equal(5000, RgbImageFile.Read(folder["b.jpg"]).Width); // line by line

        string Refused(string name) => Assert.Throws<ImageFormatException>(() => RgbImageFile.Read(folder[name])).Message;
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
            "empty.webp: is empty",
            Assert.Throws<ImageFormatException>(() => RgbImageFile.ReadHeader(folder["empty.webp"])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "fetch the file again", Assert.Throws<ImageFormatException>(() => RgbImageFile.ReadHeader(folder["short.png"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, false, 8)]
    [InlineData(4, false, 16)]
    [InlineData(2, true, 8)]
    [InlineData(2, false, 16)]
    [InlineData(5, true, 16)]
    public void Bands_that_are_all_called_grey_are_refused_in_either_order_and_from_the_header_on(int bands, bool isPlanar, int bits)
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["a.tif"], CraftedTiff.Build(8, 6, bands, bits, CraftedTiff.MinIsBlack, isPlanar, (x, y, b) => (40 * b) + (5 * x) + y));
        foreach (Action read in (Action[])[() => RgbImageFile.Read(folder["a.tif"]), () => RgbImageFile.ReadHeader(folder["a.tif"])])
        {
            string message = Assert.Throws<ImageFormatException>(read).Message;
            Assert.Contains($"a.tif: {bands} bands that are marked as grey", message, StringComparison.Ordinal);
            Assert.Contains("PHOTOMETRIC=RGB", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Brightness_and_colour_differences_are_not_taken_for_red_green_and_blue()
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["a.tif"], CraftedTiff.Build(8, 6, 3, 8, CraftedTiff.YCbCr, false, (x, y, b) => b == 0 ? (5 * x) + y : 128));
        Assert.Contains("a.tif: colours as brightness", Assert.Throws<ImageFormatException>(() => RgbImageFile.ReadHeader(folder["a.tif"])).Message);
        using Image jpeg = Image.NewFromMemoryCopy<byte>(Gradient(64, 48).Pixels, 64, 48, 3, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
        File.WriteAllBytes(folder["jpeg.tif"], jpeg.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg));
        Assert.InRange(RgbImageFile.Read(folder["jpeg.tif"]).Pixels[0], 0, 12);
    }

    [Theory]
    [InlineData(1, CraftedTiff.MinIsBlack, 8)]
    [InlineData(2, CraftedTiff.MinIsBlack, 16)]
    [InlineData(1, CraftedTiff.MinIsWhite, 8)]
    [InlineData(1, CraftedTiff.MinIsWhite, 16)]
    [InlineData(3, CraftedTiff.Rgb, 8)]
    [InlineData(5, CraftedTiff.Rgb, 16)]
    public void Grey_white_and_colours_of_tiff_are_read_whatever_their_bits_and_planes(int bands, int photometric, int bits)
    {
        using TempFolder folder = new();
        bool isColor = photometric == CraftedTiff.Rgb;
        foreach (bool isPlanar in isColor ? new[] { false, true } : [false])
        {
            File.WriteAllBytes(folder["a.tif"], CraftedTiff.Build(8, 6, bands, bits, photometric, isPlanar, (x, y, b) => (40 * b) + (5 * x) + y, extra: 2));
            RgbImage image = RgbImageFile.Read(folder["a.tif"]);
            for (int i = 0; i < 8 * 6 * 3; i++)
            {
                int value = (isColor ? 40 * (i % 3) : 0) + (5 * (i / 3 % 8)) + (i / 24);
                Assert.Equal(photometric == CraftedTiff.MinIsWhite ? 255 - value : value, image.Pixels[i]);
            }
        }
    }

    [Fact]
    public void Words_that_use_the_lowest_part_of_their_range_are_refused_with_the_greatest_value_and_a_scale()
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["12.png"], Words(0, 100, 2928));
        File.WriteAllBytes(folder["8.png"], Words(0, 7, 255));
        File.WriteAllBytes(folder["14.png"], Words(3, 300, 16383));
        File.WriteAllBytes(
            folder["white.tif"], CraftedTiff.Build(8, 6, 1, 16, CraftedTiff.MinIsWhite, false, (x, y, _) => 100 + (5 * x) + y, isWidened: false));
        Assert.Contains("12.png: 16-bit values that reach 2928 of 65535 only", Refusal("12.png"), StringComparison.Ordinal);
        Assert.Contains("12 levels of 256", Refusal("12.png"), StringComparison.Ordinal);
        Assert.Contains("-scale 0 4095 0 255", Refusal("12.png"), StringComparison.Ordinal);
        Assert.Contains("-scale 0 255 0 255", Refusal("8.png"), StringComparison.Ordinal);
        Assert.Contains("-scale 0 16383 0 255", Refusal("14.png"), StringComparison.Ordinal);
        Assert.Contains("reach 140 of 65535", Refusal("white.tif"), StringComparison.Ordinal);

        string Refusal(string name) => Assert.Throws<ImageFormatException>(() => RgbImageFile.Read(folder[name])).Message;
    }

    [Fact]
    public void Dark_words_that_lose_nothing_and_words_of_the_whole_range_are_read()
    {
        using TempFolder folder = new();
        (string Name, int[] Values, byte[] High)[] good =
        [
            ("widened.png", [0, 257 * 9, 257 * 60], [0, 9, 60]),
            ("shifted.png", [0, 256 * 9, 256 * 60], [0, 9, 60]),
            ("black.png", [0, 0, 0], [0, 0, 0]),
            ("whole.png", [3, 300, 16384], [0, 1, 64]),
        ];
        foreach ((string name, int[] values, byte[] high) in good)
        {
            File.WriteAllBytes(folder[name], Words(values));
            Assert.Equal(high.SelectMany(v => new[] { v, v, v }), RgbImageFile.Read(folder[name]).Pixels.ToArray());
            Assert.Equal(16, RgbImageFile.ReadHeader(folder[name]).Bits);
        }
    }

    [Theory]
    [InlineData("a.jpg", 6)]
    [InlineData("a.png", 3)]
    [InlineData("a.tif", 8)]
    [InlineData("a.webp", 5)]
    public void The_header_tells_the_orientation_which_is_not_applied(string name, int orientation)
    {
        using TempFolder folder = new();
        RgbImage image = Gradient(12, 8);
        using Image raw = Image.NewFromMemoryCopy<byte>(image.Pixels, 12, 8, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        using Image turned = raw.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        turned.WriteToFile(folder[name]);
        Assert.Equal(new ImageHeader(12, 8, orientation, 8), RgbImageFile.ReadHeader(folder[name]));
        Assert.Equal((12, 8), (RgbImageFile.Read(folder[name]).Width, RgbImageFile.ReadHeader(folder[name]).Height));
        RgbImageFile.Write(folder["plain.png"], image);
        Assert.Equal(new ImageHeader(12, 8, 1, 8), RgbImageFile.ReadHeader(folder["plain.png"]));
    }

    private static byte[] Words(params int[] values) => CraftedPng.Build(
        values.Length, 1, 16, 0, [[.. values.SelectMany(v => new[] { (byte)(v >> 8), (byte)v })]], _ => 0, 2);

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
