using System.Runtime.CompilerServices;

namespace SeCo.Imaging.Resampling;

/// <summary>Resizes colour images to the same bytes as Pillow's antialiased bilinear and bicubic filters,
/// for networks that were trained on such images.</summary>
/// <remarks>Weights are fixed-point numbers of 22 bits; columns are resized first, rounded to 8 bits, then rows; a side that keeps its length is left alone.
/// Anything else, floating point for instance, differs by one level in every tenth value.</remarks>
public static class AntialiasedResize
{
    private const int BandRows = 64;
    private const int Half = 1 << (ResizeTaps.FractionBits - 1);

    private static readonly Vector128<byte> LowBytes =
        Vector128.Create(0, 4, 8, 12, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, (byte)0x80);

    /// <summary>Resizes a whole image.</summary>
    /// <inheritdoc cref="Bilinear(RgbImage, Box, int, int, int)"/>
    public static RgbImage Bilinear(RgbImage image, int width, int height, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Bilinear(image, Whole(image), width, height, threads);
    }

    /// <summary>Resizes a whole image with Pillow's bicubic filter.</summary>
    /// <inheritdoc cref="Bilinear(RgbImage, Box, int, int, int)"/>
    public static RgbImage Bicubic(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Resize(image, Whole(image), width, height, threads: 1, cubic: true);
    }

    /// <summary>Resizes a part of an image as if it had been cut out first.</summary>
    /// <param name="image">The image, left as it is.</param>
    /// <param name="window">The part; it must lie in the image.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="threads">How many threads may work; never changes the result.</param>
    /// <returns>A new image.</returns>
    /// <exception cref="ArgumentException">The window is empty or leaves the image.</exception>
    public static RgbImage Bilinear(RgbImage image, Box window, int width, int height, int threads = 1) =>
        Resize(image, window, width, height, threads, cubic: false);

    /// <summary>Resizes a whole image, but makes only a part of the result:
    /// the same bytes as <see cref="Bilinear(RgbImage, int, int, int)"/> has there, without reading what they do not show.</summary>
    /// <param name="image">The image, left as it is.</param>
    /// <param name="width">Columns that the whole result would have, at least 1.</param>
    /// <param name="height">Rows that the whole result would have, at least 1.</param>
    /// <param name="part">The part of the result, not empty and inside it.</param>
    /// <param name="target">Its upper left corner receives the part; what lies outside stays as it is.</param>
    /// <exception cref="ArgumentException">The part is empty, leaves the result, or is larger than <paramref name="target"/>.</exception>
    public static void BilinearPart(RgbImage image, int width, int height, Box part, RgbImage target)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (part.IsEmpty || part.Clip(width, height) != part || part.Width > target.Width || part.Height > target.Height)
        {
            throw new ArgumentException(
                $"{part} of {width} x {height} pixels into {target.Width} x {target.Height}, expected a part that is not empty, lies inside and fits.",
                nameof(part));
        }

        Resize(image, Whole(image), width, height, part, target, threads: 1, cubic: false);
    }

    private static Box Whole(RgbImage image) => new(0, 0, image.Width, image.Height);

    private static RgbImage Resize(RgbImage image, Box window, int width, int height, int threads, bool cubic)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        if (window.IsEmpty || window.Clip(image.Width, image.Height) != window)
        {
            throw new ArgumentException(
                $"{window} of an image of {image.Width} x {image.Height} pixels, expected a part that is not empty and lies inside.", nameof(window));
        }

        RgbImage result = new(width, height);
        Resize(image, window, width, height, new Box(0, 0, width, height), result, threads, cubic);
        return result;
    }

    private static void Resize(RgbImage image, Box window, int width, int height, Box part, RgbImage result, int threads, bool cubic)
    {
        ResizeTaps? columns = width == window.Width ? null : new ResizeTaps(window.Width, width, part.X0, part.X1, cubic);
        ResizeTaps? rows = height == window.Height ? null : new ResizeTaps(window.Height, height, part.Y0, part.Y1, cubic);

        // A side that keeps its length has no taps, so that the part is a part of the source too.
        (int x0, int x1) = columns is null ? (window.X0 + part.X0, window.X0 + part.X1) : (window.X0, window.X1);
        (int y0, int y1) = rows is null ? (window.Y0 + part.Y0, window.Y0 + part.Y1) : (window.Y0, window.Y1);
        Box source = new(x0, y0, x1, y1);
        int bands = (part.Height + BandRows - 1) / BandRows;
        Action<int> resize = band => ResizeBand(image, source, columns, rows, result, part.Width, part.Height, band);
        if (threads > 1 && bands > 1)
        {
            Parallel.For(0, bands, new ParallelOptions { MaxDegreeOfParallelism = threads }, resize);
            return;
        }

        for (int band = 0; band < bands; band++)
        {
            resize(band);
        }
    }

    /// <summary>Makes 64 rows of the result; the rows between the two passes stay in the cache.</summary>
    private static void ResizeBand(RgbImage image, Box window, ResizeTaps? columns, ResizeTaps? rows, RgbImage result, int width, int height, int band)
    {
        int first = band * BandRows, end = Math.Min(height, first + BandRows);
        int top = rows?.Start(first) ?? first;
        int bottom = rows?.End(end - 1) ?? end;
        int stride = (width * 3) + 1;
        byte[] between = new byte[checked((bottom - top) * stride)];
        byte[] padded = [];
        for (int y = top; y < bottom; y++)
        {
            Span<byte> to = between.AsSpan((y - top) * stride, stride);
            int start = (((window.Y0 + y) * image.Width) + window.X0) * 3;
            int length = window.Width * 3;
            ReadOnlySpan<byte> from = image.Pixels.Slice(start, length);
            if (columns is null)
            {
                from.CopyTo(to);
                continue;
            }

            // A pixel is read as four bytes; behind the very last one there is none.
            if (start + length == image.Pixels.Length)
            {
                padded = new byte[length + 1];
                from.CopyTo(padded);
                from = padded;
            }

            ResizeRow(from, to, columns, width);
        }

        for (int y = first; y < end; y++)
        {
            Span<byte> to = result.Row(y)[..(width * 3)];
            if (rows is null)
            {
                between.AsSpan((y - top) * stride, to.Length).CopyTo(to);
            }
            else
            {
                MixRows(between.AsSpan((rows.Start(y) - top) * stride), stride, rows.Weights(y), to);
            }
        }
    }

    /// <summary>One row to another width, three channels of a pixel at a time; the fourth lane is ignored.</summary>
    private static void ResizeRow(ReadOnlySpan<byte> from, Span<byte> to, ResizeTaps taps, int width)
    {
        ref byte source = ref MemoryMarshal.GetReference(from);
        ref byte target = ref MemoryMarshal.GetReference(to);
        for (int x = 0; x < width; x++)
        {
            ref byte pixel = ref Unsafe.Add(ref source, taps.Start(x) * 3);
            Vector128<int> sum = Vector128.Create(Half);
            foreach (int weight in taps.Weights(x))
            {
                Vector128<byte> four = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref pixel)).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(four)).AsInt32() * weight;
                pixel = ref Unsafe.Add(ref pixel, 3);
            }

            // The fourth byte is written too: the next pixel, or the spare byte behind the row, takes it.
            Vector128<int> levels = Vector128.Clamp(sum >> ResizeTaps.FractionBits, Vector128<int>.Zero, Vector128.Create(255));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, x * 3), Vector128.Shuffle(levels.AsByte(), LowBytes).AsUInt32().ToScalar());
        }
    }

    /// <summary>One row of the result from the rows it covers, 16 values at a time.</summary>
    private static void MixRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights, Span<byte> to)
    {
        ref byte source = ref MemoryMarshal.GetReference(rows);
        ref byte target = ref MemoryMarshal.GetReference(to);
        int i = 0;
        for (; i <= to.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector256<int> low = Vector256.Create(Half), high = low;
            nuint place = (nuint)i;
            foreach (int weight in weights)
            {
                Vector256<ushort> wide = Vector256.WidenLower(Vector128.LoadUnsafe(ref source, place).ToVector256Unsafe());
                low += Vector256.WidenLower(wide).AsInt32() * weight;
                high += Vector256.WidenUpper(wide).AsInt32() * weight;
                place += (nuint)stride;
            }

            Vector256<int> most = Vector256.Create(255);
            Vector256<ushort> levels = Vector256.Narrow(
                Vector256.Clamp(low >> ResizeTaps.FractionBits, Vector256<int>.Zero, most).AsUInt32(),
                Vector256.Clamp(high >> ResizeTaps.FractionBits, Vector256<int>.Zero, most).AsUInt32());
            Vector128.Narrow(levels.GetLower(), levels.GetUpper()).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < to.Length; i++)
        {
            int sum = Half, place = i;
            foreach (int weight in weights)
            {
                sum += rows[place] * weight;
                place += stride;
            }

            to[i] = (byte)Math.Clamp(sum >> ResizeTaps.FractionBits, 0, 255);
        }
    }
}

/// <summary>Which source pixels make up each pixel along one axis, and with what weight: Pillow's filters in fixed point.</summary>
internal sealed class ResizeTaps
{
    public const int FractionBits = 22;

    private readonly int[] _starts;
    private readonly int[] _offsets;
    private readonly int[] _weights;

    /// <summary>Plans the part [start, stop) of an axis; its pixels are numbered from 0. Keys' cubic filter (a = -1/2) sharpens, the triangle does
    /// not.</summary>
    public ResizeTaps(int from, int to, int start, int stop, bool cubic)
    {
        double scale = (double)from / to;
        double stretch = Math.Max(scale, 1);
        double support = (cubic ? 2 : 1) * stretch;
        Func<double, double> filter = cubic ? Cubic : Triangle;
        int count = stop - start;
        _starts = new int[count];
        _offsets = new int[count + 1];
        List<int> weights = new(checked((int)Math.Min(int.MaxValue, count * ((2 * support) + 2))));
        for (int i = 0; i < count; i++)
        {
            double center = (start + i + 0.5) * scale;
            int first = Math.Max(0, (int)(center - support + 0.5));
            int end = Math.Min(from, (int)(center + support + 0.5));
            _starts[i] = first;
            double sum = 0;
            for (int x = first; x < end; x++)
            {
                sum += filter((x - center + 0.5) * (1 / stretch));
            }

            for (int x = first; x < end; x++)
            {
                double weight = filter((x - center + 0.5) * (1 / stretch)) / sum * (1 << FractionBits);
                weights.Add((int)(weight < 0 ? weight - 0.5 : weight + 0.5));
            }

            _offsets[i + 1] = weights.Count;
        }

        _weights = [.. weights];
    }

    public int Start(int index) => _starts[index];

    /// <summary>One past the last source pixel of a pixel.</summary>
    public int End(int index) => _starts[index] + _offsets[index + 1] - _offsets[index];

    /// <summary>The weights of a pixel's source pixels, from <see cref="Start"/>; they sum to about 2^22.</summary>
    public ReadOnlySpan<int> Weights(int index) => _weights.AsSpan(_offsets[index], _offsets[index + 1] - _offsets[index]);

    private static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));

    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x switch
        {
            < 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * A,
            _ => 0,
        };
    }
}
