using SeCo.Imaging.Codecs;
using SeCo.Imaging.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

/// <summary>What a photograph holds beside its pixels cannot do harm.</summary>
public sealed class ImageMetadataTests
{
    [Fact]
    public void Text_and_profiles_of_a_PNG_are_never_unpacked()
    {
        // Each of these would become 20 MB.
        byte[] packed = CraftedPng.Deflate(new byte[20_000_000]);
        CraftedPng png = new CraftedPng().Header(1, 1, 8, 2).Chunk("iCCP", [(byte)'p', 0, 0, .. packed]).Chunk("tEXt", [(byte)'k', 0, (byte)'v']);
        for (int i = 0; i < 50; i++)
        {
            png.Chunk("zTXt", [(byte)'k', 0, 0, .. packed]).Chunk("iTXt", [(byte)'k', 0, 1, 0, 0, 0, .. packed]);
        }

        using TempFolder folder = new();
        byte[] pixel = CraftedPng.Deflate([0, 1, 2, 3]);
        File.WriteAllBytes(folder["a.png"], png.Chunk("IDAT", pixel).Chunk("zTXt", [(byte)'k', 0, 0, .. packed]).Chunk("IEND").Bytes);
        byte[] read = ImageMetadata.Without(folder["a.png"], out _)!;
        Assert.Equal(new CraftedPng().Header(1, 1, 8, 2).Chunk("tEXt", [(byte)'k', 0, (byte)'v']).Chunk("IDAT", pixel).Chunk("IEND").Bytes, read);
        Assert.Equal([1, 2, 3], RgbImageFile.Read(folder["a.png"]).Pixels.ToArray());
        Assert.Equal(new ImageHeader(1, 1, 1, 8), RgbImageFile.ReadHeader(folder["a.png"]));

        File.WriteAllBytes(folder["b.png"], read);
        Assert.Null(ImageMetadata.Without(folder["b.png"], out _));
        File.WriteAllBytes(folder["b.png"], png.Bytes[..(png.Bytes.Length / 2)]); // cut short inside such a chunk
        Assert.Contains("b.png", Assert.Throws<ImageFormatException>(() => RgbImageFile.Read(folder["b.png"])).Message);
    }

    [Fact]
    public void EXIF_that_refers_to_itself_gives_its_orientation_and_nothing_else()
    {
        // A directory whose 5000 entries are directories, each of them this one again; the first entry is the orientation.
        List<byte> exif = [.. "Exif\0\0MM\0*\0\0\0\u0008"u8, 5001 >> 8, 5001 & 255, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
        for (int i = 0; i < 5000; i++)
        {
            exif.AddRange([0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8]);
        }

        using TempFolder folder = new();
        RgbImageFile.Write(folder["a.jpg"], new RgbImage(12, 8, [.. Enumerable.Range(0, 12 * 8 * 3).Select(i => (byte)(i / 3))]));
        byte[] plain = File.ReadAllBytes(folder["a.jpg"]);
        int length = exif.Count + 2;
        File.WriteAllBytes(folder["b.jpg"], [.. plain[..2], 0xff, 0xff, 0xe1, (byte)(length >> 8), (byte)length, .. exif, .. plain[2..]]);
        Assert.Equal(new ImageHeader(12, 8, 6, 8), RgbImageFile.ReadHeader(folder["b.jpg"]));
        Assert.True(RgbImageFile.Read(folder["a.jpg"]).Pixels.SequenceEqual(RgbImageFile.Read(folder["b.jpg"]).Pixels));

        // Nor is harm done by a place beyond the end, or another number.
        exif[10] = 0xf0;
        File.WriteAllBytes(folder["b.jpg"], [.. plain[..2], 0xff, 0xe1, (byte)(length >> 8), (byte)length, .. exif, .. plain[2..]]);
        Assert.Equal(1, RgbImageFile.ReadHeader(folder["b.jpg"]).Orientation);
    }
}
