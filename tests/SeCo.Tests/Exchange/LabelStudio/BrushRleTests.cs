using FsCheck.Xunit;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class BrushRleTests
{
    // Two pixels, the left one painted: 8 bytes unpacked; bytes of 8 bits; counts of 3, 4, 8 and 16 bits; four times 255; four times 0. Packed by hand:
    // 0…01000 | 00111 | 0010 0011 0111 1111 | 1 00 011 11111111 | 1 00 011 00000000
    private static readonly byte[] TwoPixels = [0, 0, 0, 8, 57, 27, 252, 127, 241, 128, 0];

    [Fact]
    public void Packs_as_by_hand()
    {
        Assert.Equal(TwoPixels, BrushRle.Encode(RunLengthMask.FromMask(new BinaryMask(2, 1, [1, 0]))));
        Assert.Equal([0u, 1, 1], BrushRle.Decode(TwoPixels, 2, 1).Counts.ToArray());
    }

    [Fact]
    public void Values_that_are_not_repeated_are_read_by_the_last_channel()
    {
        // One pixel of red 9, green 8, blue 7, alpha 200, as four single values: 1 bit 0, class 0, 3 bits 011 (four values).
        string bits = $"{4:b32}" + "00111" + "0010001101111111" + "0" + "00" + "011" + $"{9:b8}{8:b8}{7:b8}{200:b8}";
        Assert.Equal([0u, 1], BrushRle.Decode(Bytes(bits), 1, 1).Counts.ToArray());
        Assert.Equal([1u], BrushRle.Decode(Bytes(bits[..^8] + $"{127:b8}"), 1, 1).Counts.ToArray());
    }

    [Property(MaxTest = 300)]
    public void Every_mask_survives(byte width, byte height, int seed, byte density)
    {
        Random random = new(seed);
        BinaryMask mask = new(1 + (width % 40), 1 + (height % 40));
        foreach (ref byte pixel in mask.Pixels)
        {
            pixel = random.Next(256) < density ? (byte)1 : (byte)0;
        }

        RunLengthMask runs = RunLengthMask.FromMask(mask);
        LabelMap painted = new(mask.Width, mask.Height), expected = painted.Clone();
        BrushRle.Paint(BrushRle.Encode(runs), painted, 3);
        runs.Paint(expected, 3);
        Assert.True(expected.Pixels.SequenceEqual(painted.Pixels));
        Assert.Equal(runs.Counts.ToArray(), BrushRle.Decode(BrushRle.Encode(runs), mask.Width, mask.Height).Counts.ToArray());
    }

    [Theory]
    [InlineData(0, 0, 500, 300)] // all of it, more than one run of 65536 values
    [InlineData(100, 20, 101, 280)]
    [InlineData(0, 7, 500, 9)]
    [InlineData(0, 0, 0, 0)]
    public void Boxes_in_a_large_image_survive(int x0, int y0, int x1, int y1)
    {
        Box box = new(x0, y0, x1, y1);
        byte[] pixels = new byte[box.Area];
        Array.Fill(pixels, (byte)1);
        RunLengthMask mask = RunLengthMask.FromWindow(500, 300, box, pixels);
        Assert.Equal(mask.Counts.ToArray(), BrushRle.Decode(BrushRle.Encode(mask), 500, 300).Counts.ToArray());
    }

    [Property(MaxTest = 300)]
    public void No_bytes_do_more_harm_than_a_named_fault(byte[] bytes, int at)
    {
        byte[] damaged = [.. TwoPixels];
        damaged[Math.Abs(at % damaged.Length)] ^= (byte)(1 << Math.Abs(at % 8));
        foreach (byte[] packed in new[] { bytes ?? [], damaged, TwoPixels[..Math.Abs(at % TwoPixels.Length)] })
        {
            try
            {
                Assert.Equal(2, BrushRle.Decode(packed, 2, 1).Width);
            }
            catch (ImageFormatException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }
    }

    [Fact]
    public void A_few_bytes_cannot_ask_for_much_memory()
    {
        byte[] packed = [.. TwoPixels];
        (packed[0], packed[1], packed[2], packed[3]) = (0xee, 0x6b, 0x28, 0); // 4,000,000,000 values
        Assert.Contains("in 11 bytes", Assert.Throws<ImageFormatException>(() => BrushRle.Decode(packed, 100_000, 10_000)).Message, StringComparison.Ordinal);
        Assert.Contains("another image", Assert.Throws<ImageFormatException>(() => BrushRle.Decode(TwoPixels, 3, 1)).Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string bits)
    {
        string full = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. Enumerable.Range(0, full.Length / 8).Select(i => Convert.ToByte(full.Substring(i * 8, 8), 2))];
    }
}
