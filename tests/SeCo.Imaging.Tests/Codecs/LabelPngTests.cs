using FsCheck.Xunit;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

public sealed class LabelPngTests
{
    private static readonly Palette Colors = new([(128, 64, 128), (244, 35, 232)], ignore: (255, 255, 255));

    [Property(MaxTest = 60)]
    public void Every_label_map_survives_a_round_trip_in_grey_and_in_colour(byte width, byte height, int seed, bool colored)
    {
        LabelMap labels = Random(width + 1, height + 1, seed);
        using MemoryStream stream = new();
        LabelPng.Write(stream, labels, colored ? Colors : null);
        stream.Position = 0;
        LabelMap read = LabelPng.Read(stream, "memory");
        Assert.Equal((labels.Width, labels.Height), (read.Width, read.Height));
        Assert.True(labels.Pixels.SequenceEqual(read.Pixels));
    }

    [Fact]
    public void Writes_through_a_file_and_reads_its_size_alone()
    {
        using TempFolder folder = new();
        LabelPng.Write(folder["a.png"], Random(300, 200, 1), Colors);
        Assert.Equal((300, 200), LabelPng.ReadSize(folder["a.png"]));
        Assert.True(Random(300, 200, 1).Pixels.SequenceEqual(LabelPng.Read(folder["a.png"]).Pixels));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_same_labels_give_the_same_bytes()
    {
        Assert.Equal(Encode(Random(100, 50, 3), Colors), Encode(Random(100, 50, 3), Colors));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    [InlineData(3, 8)]
    public void Reads_each_bit_depth_with_each_filter_as_raw_numbers(int color, int depth)
    {
        for (int filter = 0; filter <= 5; filter++)
        {
            // Filter 5 stands for a change of filter in each row; 37 columns leave a part-filled last byte, 300 rows cross a block.
            int kind = filter;
            LabelMap expected = Random(37, 300, (depth * 10) + filter, 1 << depth);
            byte[][] rows = [.. Enumerable.Range(0, 300).Select(y => Pack(expected.Row(y), depth))];
            byte[] png = CraftedPng.Build(37, 300, depth, color, rows, y => kind == 5 ? y % 5 : kind, pixelBytes: 1, parts: 1 + filter);
            LabelMap read = LabelPng.Read(new MemoryStream(png), "crafted");
            Assert.True(expected.Pixels.SequenceEqual(read.Pixels), $"filter {filter}");
        }
    }

    [Theory]
    [InlineData(2, 8, "8-bit RGB")]
    [InlineData(6, 8, "8-bit RGB with alpha")]
    [InlineData(4, 8, "8-bit grey with alpha")]
    [InlineData(0, 16, "16-bit grey")]
    public void Refuses_colours_and_wide_numbers_and_says_what_they_are(int color, int depth, string found)
    {
        byte[] png = new CraftedPng().Header(1, 1, depth, color).Chunk("IDAT", CraftedPng.Deflate(new byte[9])).Chunk("IEND").Bytes;
        ImageFormatException error = Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(png), "x.png"));
        Assert.StartsWith($"x.png: a PNG of {found}, expected labels", error.Message);
        Assert.Contains("seco labels convert", error.Message);
    }

    [Fact]
    public void Refuses_interlaced_files()
    {
        byte[] png = new CraftedPng().Header(1, 1, 8, 0, interlace: 1).Chunk("IDAT", CraftedPng.Deflate(new byte[2])).Chunk("IEND").Bytes;
        Assert.Contains("interlac", Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(png), "x.png")).Message);
    }

    [Fact]
    public void Refuses_a_size_that_the_data_cannot_fill_before_taking_memory()
    {
        byte[] png = new CraftedPng().Header(32_000, 32_000, 8, 0).Chunk("IDAT", CraftedPng.Deflate(new byte[100])).Chunk("IEND").Bytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot fill", Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(png), "x.png")).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(-1, 1)]
    [InlineData(40_000, 40_000)]
    [InlineData(2_000_000, 1)]
    public void Refuses_sizes_beyond_the_limits(int width, int height)
    {
        byte[] png = new CraftedPng().Header(width, height, 8, 0).Chunk("IEND").Bytes;
        Assert.Contains("IHDR says", Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(png), "x.png")).Message);
    }

    [Fact]
    public void Refuses_data_longer_or_shorter_than_the_header_declares()
    {
        byte[] longer = new CraftedPng().Header(3, 3, 8, 0).Chunk("IDAT", CraftedPng.Deflate(new byte[13])).Chunk("IEND").Bytes;
        byte[] shorter = new CraftedPng().Header(3, 3, 8, 0).Chunk("IDAT", CraftedPng.Deflate(new byte[11])).Chunk("IEND").Bytes;
        Assert.Contains("more pixels", Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(longer), "x.png")).Message);
        Assert.Contains("ends in row 2 of 3", Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(shorter), "x.png")).Message);
    }

    [Fact]
    public void Skips_chunks_it_may_skip_and_refuses_those_it_must_know()
    {
        byte[] data = CraftedPng.Deflate([0, 7]);
        byte[] skipped = new CraftedPng().Header(1, 1, 8, 0).Chunk("tEXt", 1, 2, 3).Chunk("IDAT", data).Chunk("IEND").Bytes;
        byte[] needed = new CraftedPng().Header(1, 1, 8, 0).Chunk("ABCD", 1, 2, 3).Chunk("IDAT", data).Chunk("IEND").Bytes;
        Assert.Equal(7, LabelPng.Read(new MemoryStream(skipped), "x.png")[0, 0]);
        Assert.Contains("ABCD", Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(needed), "x.png")).Message);
    }

    [Fact]
    public void A_wrong_checksum_names_file_and_chunk()
    {
        byte[] png = Encode(Random(9, 9, 1), null);
        png[^20] ^= 1;
        ImageFormatException error = Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(png), "x.png"));
        Assert.StartsWith("x.png: chunk IDAT at byte 33 has checksum", error.Message);
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        byte[] png = Encode(Random(20, 20, 5), Colors);
        for (int length = 0; length < png.Length; length++)
        {
            byte[] cut = png[..length];
            Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(cut), "cut"));
        }
    }

    [Fact]
    public void A_small_file_that_claims_a_large_map_is_refused_before_memory_is_taken()
    {
        // 16384 x 16384 pixels of one bit, all 0: 33 MB of rows, 33 kB in the file, and 268 MB as labels.
        byte[] png = new CraftedPng().Header(16384, 16384, 1, 0).Chunk("IDAT", CraftedPng.Deflate(new byte[16384 * 2049])).Chunk("IEND").Bytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageFormatException fault = Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(png), "a.png"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        Assert.StartsWith("a.png: an image of 16384 x 16384 pixels: 268435456 bytes of memory, but a file of ", fault.Message);
        Assert.Contains("SECO_READ_LIMIT_MIB=257.", fault.Message);
    }

    [Fact]
    public void Data_with_a_preset_dictionary_are_refused_by_the_name_of_the_file()
    {
        byte[] data = CraftedPng.Deflate(new byte[20]);
        (data[0], data[1]) = (0x78, 0xbb); // the bit for a dictionary, and the check of the two bytes
        byte[] png = new CraftedPng().Header(4, 4, 8, 0).Chunk("IDAT", data).Chunk("IEND").Bytes;
        Assert.StartsWith("a.png: chunk IDAT ", Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(png), "a.png")).Message);
    }

    [Property(MaxTest = 300)]
    public void Flipped_bytes_are_refused(int seed)
    {
        Random random = new(seed);
        byte[] png = Encode(Random(20, 20, 5), Colors);
        png[random.Next(png.Length)] ^= (byte)random.Next(1, 256);
        Assert.Throws<ImageFormatException>(() => LabelPng.Read(new MemoryStream(png), "flipped"));
    }

    [Property(MaxTest = 300)]
    public void Damage_behind_a_right_checksum_gives_labels_or_a_format_error(int seed)
    {
        Random random = new(seed);
        LabelMap labels = Random(20, 20, 5);
        byte[] data = CraftedPng.Deflate([.. Enumerable.Range(0, 20).SelectMany(y => (byte[])[0, .. labels.Row(y)])]);
        data[random.Next(data.Length)] ^= (byte)random.Next(1, 256);
        byte[] png = new CraftedPng().Header(20, 20, 8, 0).Chunk("IDAT", data).Chunk("IEND").Bytes;
        try
        {
            Assert.Equal(400, LabelPng.Read(new MemoryStream(png), "flipped").Pixels.Length);
        }
        catch (ImageFormatException e)
        {
            Assert.StartsWith("flipped: chunk IDAT", e.Message);
        }
    }

    internal static LabelMap Random(int width, int height, int seed, int values = 256)
    {
        Random random = new(seed);
        byte[] labels = new byte[width * height];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = (byte)random.Next(values);
        }

        return new LabelMap(width, height, labels);
    }

    private static byte[] Encode(LabelMap labels, Palette? palette)
    {
        using MemoryStream stream = new();
        LabelPng.Write(stream, labels, palette);
        return stream.ToArray();
    }

    private static byte[] Pack(ReadOnlySpan<byte> values, int depth)
    {
        byte[] packed = new byte[((values.Length * depth) + 7) / 8];
        for (int x = 0; x < values.Length; x++)
        {
            int bit = x * depth;
            packed[bit / 8] |= (byte)(values[x] << (8 - depth - (bit % 8)));
        }

        return packed;
    }
}
