using System.Buffers.Binary;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

/// <summary>Tags of TIFFs, and through them <see cref="GeoReference"/>.</summary>
public sealed class TiffEntryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_place_on_earth_is_copied_from_files_of_either_order_of_bytes(bool isLittle)
    {
        using TempFolder folder = new();
        File.WriteAllBytes(folder["a.tif"], Tiff(isLittle, count: 3));

        GeoReference place = GeoReference.Read(folder["a.tif"])!;
        AtomicFile.Write(folder["b.tif"], stream =>
        {
            using LabelTiff tiff = new(stream, 2, 1);
            tiff.Write([0, 255]);
            tiff.Finish(new Palette([(1, 2, 3)]), place);
        });

        GeoReference read = GeoReference.Read(folder["b.tif"])!;
        Assert.Equal([(33550, 12, 3u), (34735, 3, 4u), (34737, 2, 3u)], read.Entries.Select(e => ((int)e.Tag, (int)e.Type, e.Count)));
        Assert.Equal([0.5, 0.25, 0], Enumerable.Range(0, 3).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(read.Entries[0].Values.AsSpan(i * 8))));
        Assert.Equal([1, 0, 1, 0, 0, 0, 4, 1], read.Entries[1].Values);
        Assert.Equal("ab\0"u8.ToArray(), read.Entries[2].Values);
        Assert.Equal([1, 2, 3, 0, 0, 0], RgbImageFile.Read(folder["b.tif"]).Pixels.ToArray());
    }

    [Fact]
    public void Files_without_a_place_have_none_and_a_tag_that_leaves_its_file_is_refused()
    {
        using TempFolder folder = new();
        RgbImageFile.Write(folder["a.png"], new RgbImage(1, 1));
        Assert.Null(GeoReference.Read(folder["a.png"]));
        foreach (uint count in (uint[])[1000, 0x2000_0001])
        {
            File.WriteAllBytes(folder["a.tif"], Tiff(isLittle: true, count));
            Assert.Contains("tag 33550", Assert.Throws<ImageFormatException>(() => GeoReference.Read(folder["a.tif"])).Message, StringComparison.Ordinal);
        }

        byte[] whole = Tiff(isLittle: false, count: 3);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["a.tif"], whole[..length]);
            Exception? fault = Record.Exception(() => GeoReference.Read(folder["a.tif"]));
            Assert.True(fault is null or ImageFormatException, $"{length}: {fault}");
        }
    }

    // A directory with a scale of three doubles, four keys, a text of three letters, and a tag that is nobody's.
    private static byte[] Tiff(bool isLittle, uint count)
    {
        byte[] file = new byte[8 + 2 + (4 * 12) + 4 + 24 + 8];
        (isLittle ? "II*\0"u8 : "MM\0*"u8).CopyTo(file);
        U32(4, 8);
        U16(8, 4);
        Entry(0, 33550, 12, count, 62);
        Entry(1, 34735, 3, 4, 86);
        Entry(2, 34737, 2, 3, 0);
        "ab"u8.CopyTo(file.AsSpan(10 + 24 + 8));
        Entry(3, 270, 2, 99999, 0xffff_fff0);
        foreach ((int at, double value) in ((int, double)[])[(62, 0.5), (70, 0.25)])
        {
            BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(at), value);
            if (!isLittle)
            {
                file.AsSpan(at, 8).Reverse();
            }
        }

        U16(86, 1);
        U16(88, 1);
        U16(92, 260);
        return file;

        void Entry(int i, ushort tag, ushort type, uint values, uint place)
        {
            U16(10 + (i * 12), tag);
            U16(12 + (i * 12), type);
            U32(14 + (i * 12), values);
            U32(18 + (i * 12), place);
        }

        void U16(int at, ushort value) =>
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), isLittle ? value : BinaryPrimitives.ReverseEndianness(value));

        void U32(int at, uint value) =>
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), isLittle ? value : BinaryPrimitives.ReverseEndianness(value));
    }
}
