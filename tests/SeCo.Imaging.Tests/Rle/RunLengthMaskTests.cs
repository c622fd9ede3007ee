using FsCheck.Xunit;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Imaging.Tests.Rle;

public sealed class RunLengthMaskTests
{
    /// <summary>Three columns, four rows: the first column ends inside and the second begins inside.</summary>
    private static readonly BinaryMask Small = Dense("010", "000", "101", "110");

    [Fact]
    public void Counts_columns_from_the_top_and_zeros_first()
    {
        // Column 0: 0 0 1 1, column 1: 1 0 0 1, column 2: 0 0 1 0. Two zeros, three ones, …
        RunLengthMask mask = RunLengthMask.FromMask(Small);
        Assert.Equal([2u, 3, 2, 1, 2, 1, 1], mask.Counts.ToArray());
        Assert.Equal(5, mask.Area);
        Assert.Equal(new Box(0, 0, 3, 4), mask.Bounds);
        Assert.Equal([(0, 2, 2), (1, 0, 1), (1, 3, 1), (2, 2, 1)], Strips(mask));
    }

    [Fact]
    public void Full_begins_with_no_zeros_and_empty_has_one_run()
    {
        Assert.Equal([0u, 4], RunLengthMask.FromMask(Dense("11", "11")).Counts.ToArray());
        Assert.Equal([4u], RunLengthMask.FromMask(Dense("00", "00")).Counts.ToArray());
        Assert.Equal(default, RunLengthMask.FromMask(Dense("00", "00")).Bounds);
    }

    [Fact]
    public void Empty_runs_inside_change_nothing_but_the_text()
    {
        RunLengthMask mask = RunLengthMask.FromCounts(3, 4, [2, 3, 0, 0, 2, 0, 0, 1, 2, 1, 1, 0]);
        RunLengthMask plain = RunLengthMask.FromMask(Small);
        Assert.Equal(plain.Area, mask.Area);
        Assert.Equal(plain.Bounds, mask.Bounds);
        Assert.Equal(Strips(plain), Strips(mask));
        Assert.True(Small.Pixels.SequenceEqual(mask.ToMask().Pixels));
        Assert.Equal(plain.Counts.ToArray(), RunLengthMask.Union(mask, mask).Counts.ToArray());
        Assert.Equal(1, RunLengthMask.Iou(mask, plain));
        Assert.Equal(mask.Counts.ToArray(), RunLengthMask.Parse(3, 4, mask.ToCompressedString()).Counts.ToArray());
        Assert.Equal(default, RunLengthMask.FromCounts(2, 2, [4, 0]).Bounds);
    }

    [Property(MaxTest = 200)]
    public void Every_mask_survives_runs_and_text(byte width, byte height, int seed)
    {
        BinaryMask mask = Random(width, height, seed);
        RunLengthMask encoded = RunLengthMask.FromMask(mask);
        Assert.Equal(ScanColumns(mask), encoded.Counts.ToArray());
        Assert.Equal(encoded.Counts.ToArray(), RunLengthMask.Parse(mask.Width, mask.Height, encoded.ToCompressedString()).Counts.ToArray());
        Assert.True(mask.Pixels.SequenceEqual(encoded.ToMask().Pixels));
        Assert.Equal(mask.Pixels.ToArray().Sum(v => v), encoded.Area);
    }

    [Property(MaxTest = 100)]
    public void Large_masks_of_long_runs_are_painted_and_counted_like_others(byte width, int seed)
    {
        // Columns that are mostly inside, as high as no strip of the vector loop is wide.
        Random random = new(seed);
        BinaryMask mask = new(1 + (width % 90), 400);
        for (int x = 0; x < mask.Width; x++)
        {
            for (int y = random.Next(100), end = y + 200 + random.Next(100); y < end && random.Next(20) > 0; y++)
            {
                mask[x, y] = true;
            }
        }

        mask[random.Next(mask.Width), 100] = true;
        RunLengthMask full = RunLengthMask.FromCounts(mask.Width, 400, [3, (uint)(mask.Width * 400) - 3]), encoded = RunLengthMask.FromMask(mask);
        Assert.True(MaskRows.Suit(full));
        foreach (RunLengthMask runs in new[] { full, encoded })
        {
            LabelMap labels = Codecs.LabelPngTests.Random(mask.Width, mask.Height, seed, 7), expected = labels.Clone();
            int[] counts = new int[256];
            foreach ((int x, int y, int length) in runs.Columns())
            {
                for (int row = y; row < y + length; row++)
                {
                    counts[labels[x, row]]++;
                    expected[x, row] = 9;
                }
            }

            Assert.Equal(counts, runs.CountLabels(labels));
            runs.Paint(labels, 9);
            Assert.True(expected.Pixels.SequenceEqual(labels.Pixels));
        }
    }

    [Property(MaxTest = 200)]
    public void Bounds_strips_and_label_counts_agree_with_the_pixels(byte width, byte height, int seed)
    {
        BinaryMask mask = Random(width, height, seed);
        RunLengthMask encoded = RunLengthMask.FromMask(mask);
        (int X, int Y)[] inside = [.. from y in Enumerable.Range(0, mask.Height) from x in Enumerable.Range(0, mask.Width) where mask[x, y] select (x, y)];
        Box box = inside.Length == 0 ? default : new Box(inside.Min(p => p.X), inside.Min(p => p.Y), inside.Max(p => p.X) + 1, inside.Max(p => p.Y) + 1);
        Assert.Equal(box, encoded.Bounds);
        Assert.Equal(inside.OrderBy(p => p.X).ThenBy(p => p.Y), Strips(encoded).SelectMany(s => Enumerable.Range(s.Y, s.Length).Select(y => (s.X, y))));

        LabelMap labels = Codecs.LabelPngTests.Random(mask.Width, mask.Height, seed, 7);
        int[] expected = new int[256];
        Array.ForEach(inside, p => expected[labels[p.X, p.Y]]++);
        Assert.Equal(expected, encoded.CountLabels(labels));

        LabelMap painted = labels.Clone();
        encoded.Paint(painted, 200);
        Array.ForEach(inside, p => labels[p.X, p.Y] = 200);
        Assert.Equal(labels.Pixels.ToArray(), painted.Pixels.ToArray());
    }

    [Property(MaxTest = 200)]
    public void Windows_encode_and_decode_like_the_whole(byte width, byte height, int seed)
    {
        BinaryMask mask = Random(width, height, seed);
        Random random = new(seed);
        int x0 = random.Next(mask.Width), y0 = random.Next(mask.Height);
        Box window = new(x0, y0, random.Next(x0 + 1, mask.Width + 1), random.Next(y0 + 1, mask.Height + 1));
        byte[] part = new byte[window.Area];
        BinaryMask masked = new(mask.Width, mask.Height);
        for (int y = window.Y0; y < window.Y1; y++)
        {
            mask.Row(y)[window.X0..window.X1].CopyTo(part.AsSpan((y - window.Y0) * window.Width));
            mask.Row(y)[window.X0..window.X1].CopyTo(masked.Row(y)[window.X0..]);
        }

        byte[] decoded = [.. Enumerable.Repeat((byte)9, part.Length)];
        RunLengthMask.FromMask(mask).DecodeInto(window, decoded);
        Assert.Equal(part, decoded);
        uint[] expected = ScanColumns(masked);
        Assert.Equal(expected, RunLengthMask.FromMask(mask, window).Counts.ToArray());
        Assert.Equal(expected, RunLengthMask.FromWindow(mask.Width, mask.Height, window, part).Counts.ToArray());
    }

    [Property(MaxTest = 100)]
    public void A_label_encodes_like_the_mask_of_its_pixels(byte width, byte height, int seed)
    {
        LabelMap labels = Codecs.LabelPngTests.Random(width + 1, height + 1, seed, 3);
        BinaryMask mask = new(labels.Width, labels.Height, [.. labels.Pixels.ToArray().Select(v => v == 2 ? (byte)1 : (byte)0)]);
        Assert.Equal(ScanColumns(mask), RunLengthMask.FromLabel(labels, 2).Counts.ToArray());
    }

    [Property(MaxTest = 200)]
    public void Union_intersection_and_overlap_agree_with_the_pixels(byte width, byte height, int seed)
    {
        BinaryMask a = Random(width, height, seed);
        BinaryMask b = Random(width, height, unchecked(seed + 1));
        byte[] union = [.. a.Pixels.ToArray().Zip(b.Pixels.ToArray(), (p, q) => (byte)(p | q))];
        byte[] shared = [.. a.Pixels.ToArray().Zip(b.Pixels.ToArray(), (p, q) => (byte)(p & q))];
        (RunLengthMask x, RunLengthMask y) = (RunLengthMask.FromMask(a), RunLengthMask.FromMask(b));
        Assert.Equal(ScanColumns(new BinaryMask(a.Width, a.Height, union)), RunLengthMask.Union(x, y).Counts.ToArray());
        Assert.Equal(ScanColumns(new BinaryMask(a.Width, a.Height, shared)), RunLengthMask.Intersect(x, y).Counts.ToArray());
        Assert.Equal(shared.Sum(v => v), RunLengthMask.IntersectionArea(x, y));
        Assert.Equal(union.Sum(v => v) == 0 ? 0 : (double)shared.Sum(v => v) / union.Sum(v => v), RunLengthMask.Iou(x, y));
    }

    [Fact]
    public void A_crowd_is_measured_by_the_part_of_the_first_mask_that_it_covers()
    {
        RunLengthMask one = RunLengthMask.FromMask(Dense("1100"));
        RunLengthMask crowd = RunLengthMask.FromMask(Dense("0111"));
        Assert.Equal(0.25, RunLengthMask.Iou(one, crowd));
        Assert.Equal(0.5, RunLengthMask.Iou(one, crowd, isCrowd: true));
    }

    [Fact]
    public void Masks_of_two_sizes_follow_the_reference()
    {
        RunLengthMask a = RunLengthMask.FromMask(Dense("11"));
        RunLengthMask b = RunLengthMask.FromMask(Dense("111"));
        RunLengthMask apart = RunLengthMask.FromMask(Dense("0001"));
        Assert.Equal(-1, RunLengthMask.Iou(a, b));
        Assert.Equal(0, RunLengthMask.Iou(a, apart));
        Assert.Equal((0, 0, ""), (RunLengthMask.Union(a, b).Width, RunLengthMask.Union(a, b).Height, RunLengthMask.Union(a, b).ToCompressedString()));
        Assert.Throws<ArgumentException>(() => RunLengthMask.IntersectionArea(a, b));
        Assert.Throws<ArgumentException>(() => a.CountLabels(new LabelMap(1, 2)));
        Assert.Throws<ArgumentException>(() => a.Paint(new LabelMap(1, 2), 0));
    }

    [Theory]
    [InlineData("", "sum to 0")]
    [InlineData("5", "sum to 5")]
    [InlineData("4 ", "' '")]
    [InlineData("4p", "'p'")]
    [InlineData("4\ud83d", "at character 1")]
    [InlineData("P", "cut short")]
    [InlineData("4PPPPPPPPP", "cut short")]
    [InlineData("4PPPPPPPPP0", "more than 7")]
    [InlineData("?", "sum to 15")]
    [InlineData("O", "length -1")]
    [InlineData("111N", "length -1")]
    [InlineData("ooooooo", "cut short")]
    [InlineData("oooooo?", "length")]
    public void Malformed_text_is_refused(string text, string expected)
    {
        Assert.Contains(expected, Assert.Throws<ImageFormatException>(() => RunLengthMask.Parse(2, 2, text)).Message);
    }

    [Property(MaxTest = 500)]
    public void Any_text_gives_a_mask_that_fills_its_size_or_a_format_error(string? text, int seed)
    {
        Random random = new(seed);
        char[] changed = [.. RunLengthMask.FromMask(Random(20, 20, seed)).ToCompressedString()];
        changed[random.Next(changed.Length)] = (char)random.Next(40, 120);
        foreach (string candidate in (string[])[text ?? "", new string(changed), new string(changed, 0, random.Next(changed.Length))])
        {
            try
            {
                RunLengthMask mask = RunLengthMask.Parse(21, 21, candidate);
                Assert.Equal(21 * 21, mask.Counts.ToArray().Sum(c => c));
                Assert.Equal(mask.Area, mask.ToMask().Pixels.ToArray().Sum(v => v));
            }
            catch (ImageFormatException e)
            {
                Assert.Contains("un", e.Message);
            }
        }
    }

    [Fact]
    public void Runs_that_do_not_fill_the_mask_are_refused()
    {
        Assert.Throws<ImageFormatException>(() => RunLengthMask.FromCounts(2, 2, [3]));
        Assert.Throws<ImageFormatException>(() => RunLengthMask.FromCounts(2, 2, [uint.MaxValue, 5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RunLengthMask.FromCounts(-2, -2, [4]));
    }

    [Fact]
    public void Windows_outside_the_mask_or_of_another_length_are_refused()
    {
        RunLengthMask mask = RunLengthMask.FromMask(Small);
        Assert.Throws<ArgumentException>(() => mask.DecodeInto(new Box(0, 0, 4, 1), new byte[4]));
        Assert.Throws<ArgumentException>(() => mask.DecodeInto(new Box(0, 0, 3, 1), new byte[4]));
        Assert.Throws<ArgumentException>(() => RunLengthMask.FromWindow(3, 4, new Box(-1, 0, 1, 1), new byte[2]));
        Assert.Equal([12u], RunLengthMask.FromMask(Small, new Box(2, 2, 1, 1)).Counts.ToArray());
    }

    [Fact]
    public void A_mask_far_larger_than_memory_stays_cheap()
    {
        // 100000 x 30000 would overflow a dense mask; runs do not mind.
        RunLengthMask mask = RunLengthMask.FromCounts(100_000, 30_000, [1_500_000_000, 30_001, 1_499_969_999]);
        Assert.Equal(new Box(50_000, 0, 50_002, 30_000), mask.Bounds);
        Assert.Equal([(50_000, 0, 30_000), (50_001, 0, 1)], Strips(mask));
        byte[] window = new byte[4];
        mask.DecodeInto(new Box(50_000, 0, 50_002, 2), window);
        Assert.Equal([1, 1, 1, 0], window);
    }

    [Property(MaxTest = 200)]
    public void The_complement_has_the_other_pixels(byte width, byte height, int seed)
    {
        BinaryMask mask = Random(width, height, seed);
        BinaryMask other = new(mask.Width, mask.Height, [.. mask.Pixels.ToArray().Select(p => (byte)(1 - p))]);
        Assert.Equal(ScanColumns(other), RunLengthMask.FromMask(mask).Complement().Counts.ToArray());
    }

    [Property(MaxTest = 200)]
    public void Bits_of_a_window_are_a_mask(byte width, byte height, byte left, byte top, int seed)
    {
        BinaryMask part = Random(width, height, seed);
        int words = (part.Width + 63) / 64;
        ulong[] bits = new ulong[words * part.Height];
        for (int i = 0; i < part.Pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, part.Width);
            bits[(y * words) + (x / 64)] |= (ulong)part.Pixels[i] << (x % 64);
        }

        Box window = new(left % 3, top % 3, (left % 3) + part.Width, (top % 3) + part.Height);
        RunLengthMask found = RunLengthMask.FromBits(window.X1 + (seed & 1), window.Y1 + (seed & 2), window, bits);
        Assert.Equal(RunLengthMask.FromWindow(found.Width, found.Height, window, part.Pixels).Counts.ToArray(), found.Counts.ToArray());
    }

    private static List<(int X, int Y, int Length)> Strips(RunLengthMask mask)
    {
        List<(int X, int Y, int Length)> strips = [];
        foreach ((int X, int Y, int Length) strip in mask.Columns())
        {
            strips.Add(strip);
        }

        return strips;
    }

    private static BinaryMask Dense(params string[] rows) => new(rows[0].Length, rows.Length, [.. string.Concat(rows).Select(c => (byte)(c - '0'))]);

    /// <summary>Noise of any density, or boxes, up to 70 x 70, so that rows are both shorter and longer than a vector.</summary>
    private static BinaryMask Random(int width, int height, int seed)
    {
        Random random = new(seed);
        BinaryMask mask = new((width % 70) + 1, (height % 70) + 1);
        double density = random.NextDouble();
        bool boxes = random.Next(2) == 0;
        Box box = new(random.Next(-5, 40), random.Next(-5, 40), random.Next(20, 80), random.Next(20, 80));
        for (int y = 0; y < mask.Height; y++)
        {
            for (int x = 0; x < mask.Width; x++)
            {
                mask[x, y] = boxes ? box.Contains(x, y) : random.NextDouble() < density;
            }
        }

        return mask;
    }

    /// <summary>The definition, pixel by pixel.</summary>
    private static uint[] ScanColumns(BinaryMask mask)
    {
        List<uint> counts = [0];
        bool inside = false;
        for (int x = 0; x < mask.Width; x++)
        {
            for (int y = 0; y < mask.Height; y++)
            {
                if (mask[x, y] != inside)
                {
                    inside = !inside;
                    counts.Add(0);
                }

                counts[^1]++;
            }
        }

        return [.. counts];
    }
}
