using System.Numerics;
using SeCo.Imaging.Resampling;

namespace SeCo.Correction.Windows;

/// <summary>Cuts a window out of an image and a mask, resizes both and writes them as network input, without anything dense in between.</summary>
/// <remarks>The image is resized bilinearly as OpenCV does (pixel centres, no antialiasing, the crop's edge repeated), the mask to the nearest pixel as
/// OpenCV does. Where a window goes beyond the image, the image's edge is repeated and the mask is 0. A mask of another size than the image is stretched over
/// it, width and height each by its own exact ratio. Not safe for use from several threads at once.</remarks>
internal sealed class WindowReader
{
    private readonly WindowOptions _options;
    private readonly WindowAxis _columns;
    private readonly WindowAxis _rows;
    private readonly float[] _factors;
    private readonly float[] _offsets;
    private readonly int[] _leftOffsets;
    private readonly int[] _rightOffsets;
    private float[] _upper;
    private float[] _lower;

    public WindowReader(WindowOptions options)
    {
        _options = options;
        (_columns, _rows) = (new WindowAxis(options.Width), new WindowAxis(options.Height));
        (_upper, _lower) = (new float[3 * options.Width], new float[3 * options.Width]);
        (_leftOffsets, _rightOffsets) = (new int[options.Width], new int[options.Width]);
        _factors = [.. options.Deviation.Select(deviation => 1 / (255 * deviation))];
        _offsets = [.. options.Mean.Zip(options.Deviation, (mean, deviation) => -mean / deviation)];
    }

    /// <summary>Values that <see cref="Read"/> writes for the image: 3 x height x width.</summary>
    public int ImageLength => 3 * MaskLength;

    /// <summary>Values that <see cref="Read"/> writes for the mask: height x width.</summary>
    public int MaskLength => _options.Width * _options.Height;

    /// <summary>The window of a region, in pixels of the image.</summary>
    public Box Choose(RgbImage image, RunLengthMask mask, Box bounds)
    {
        Box box = RegionWindow.Scale(bounds, mask.Width, mask.Height, image.Width, image.Height);
        return RegionWindow.Choose(box, image.Width, image.Height, _options.Width, _options.Height, _options.Reference);
    }

    /// <summary>Writes the window of one region, mirrored or not: the normalised image, <c>[3, H, W]</c>, and the mask, 0 or 1, <c>[1, H, W]</c>. The mask
    /// may have any size; its box is in its pixels.</summary>
    public void Read(RgbImage image, RunLengthMask mask, Box bounds, bool flip, Span<float> pixels, Span<float> inside)
    {
        if (pixels.Length != ImageLength || inside.Length != MaskLength)
        {
            throw new ArgumentException($"The buffers hold {pixels.Length} and {inside.Length} values, expected {ImageLength} and {MaskLength}.",
                nameof(pixels));
        }

        Box window = Choose(image, mask, bounds);
        _columns.Set(window.X0, window.Width, image.Width, mask.Width, flip);
        _rows.Set(window.Y0, window.Height, image.Height, mask.Height, reversed: false);
        ReadImage(image, pixels);
        inside.Clear();
        ReadMask(mask, inside);
    }

    private void ReadImage(RgbImage image, Span<float> pixels)
    {
        for (int x = 0; x < _options.Width; x++)
        {
            _leftOffsets[x] = 3 * _columns.Lower[x];
            _rightOffsets[x] = 3 * _columns.Upper[x];
        }

        int upperRow = -1, lowerRow = -1;
        for (int y = 0; y < _options.Height; y++)
        {
            (int first, int second) = (_rows.Lower[y], _rows.Upper[y]);
            float weight = _rows.Weights[y];
            if (first == lowerRow && first != upperRow)
            {
                // The row below has become the row above.
                (_upper, _lower) = (_lower, _upper);
                (upperRow, lowerRow) = (lowerRow, upperRow);
            }

            if (first != upperRow)
            {
                ReadRow(image.Row(first), _upper);
                upperRow = first;
            }

            if (weight != 0 && second != lowerRow)
            {
                ReadRow(image.Row(second), _lower);
                lowerRow = second;
            }

            WriteRow(weight, pixels, y);
        }
    }

    /// <summary>One row of the image, resized along x, channel by channel in the order of the output, values 0 to 255.</summary>
    private void ReadRow(ReadOnlySpan<byte> source, float[] target)
    {
        int width = _options.Width;
        bool reversed = _options.Reference;
        Span<float> reds = target.AsSpan(reversed ? 2 * width : 0, width);
        Span<float> greens = target.AsSpan(width, width);
        Span<float> blues = target.AsSpan(reversed ? 0 : 2 * width, width);
        ReadOnlySpan<int> left = _leftOffsets.AsSpan(0, width), right = _rightOffsets.AsSpan(0, width);
        if (_columns.IsCopy)
        {
            for (int x = 0; x < left.Length; x++)
            {
                ReadOnlySpan<byte> pixel = source.Slice(left[x], 3);
                reds[x] = pixel[0];
                greens[x] = pixel[1];
                blues[x] = pixel[2];
            }

            return;
        }

        ReadOnlySpan<float> weights = _columns.Weights.AsSpan(0, width);
        for (int x = 0; x < left.Length; x++)
        {
            ReadOnlySpan<byte> a = source.Slice(left[x], 3), b = source.Slice(right[x], 3);
            float weight = weights[x];
            reds[x] = a[0] + ((b[0] - a[0]) * weight);
            greens[x] = a[1] + ((b[1] - a[1]) * weight);
            blues[x] = a[2] + ((b[2] - a[2]) * weight);
        }
    }

    private void WriteRow(float weight, Span<float> pixels, int y)
    {
        int width = _options.Width;
        for (int channel = 0; channel < 3; channel++)
        {
            Span<float> target = pixels.Slice((channel * MaskLength) + (y * width), width);
            ReadOnlySpan<float> upper = _upper.AsSpan(channel * width, width);
            ReadOnlySpan<float> lower = weight == 0 ? upper : _lower.AsSpan(channel * width, width);
            Blend(upper, lower, weight, _factors[channel], _offsets[channel], target);
        }
    }

    /// <summary>(upper + (lower - upper) weight) factor + offset.</summary>
    private static void Blend(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float weight, float factor, float offset, Span<float> target)
    {
        ReadOnlySpan<Vector<float>> uppers = MemoryMarshal.Cast<float, Vector<float>>(upper), lowers = MemoryMarshal.Cast<float, Vector<float>>(lower);
        Span<Vector<float>> targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        Vector<float> weights = new(weight), factors = new(factor), offsets = new(offset);
        for (int i = 0; i < targets.Length; i++)
        {
            Vector<float> value = uppers[i] + ((lowers[i] - uppers[i]) * weights);
            targets[i] = (value * factors) + offsets;
        }

        for (int i = targets.Length * Vector<float>.Count; i < target.Length; i++)
        {
            float value = upper[i] + ((lower[i] - upper[i]) * weight);
            target[i] = (value * factor) + offset;
        }
    }

    /// <summary>Goes over the mask's runs once; each strip of a column fills the output pixels that show it.</summary>
    private void ReadMask(RunLengthMask mask, Span<float> inside)
    {
        int width = _options.Width;
        foreach ((int x, int y, int length) in mask.Columns())
        {
            if (x >= _columns.NearestEnd)
            {
                break;
            }

            (int left, int right) = _columns.Showing(x, x + 1);
            if (left == right)
            {
                continue;
            }

            (int top, int bottom) = _rows.Showing(y, y + length);
            for (int row = top; row < bottom; row++)
            {
                inside.Slice((row * width) + left, right - left).Fill(1);
            }
        }
    }
}
