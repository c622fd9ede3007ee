namespace SeCo.Imaging.Components;

/// <summary>Turns a map of region numbers into one column-major run-length mask for each region, in one pass over its columns.</summary>
/// <remarks>All vertical runs are collected column by column, sorted into regions by counting (which keeps their order), and written as alternating lengths.
/// Time is linear in pixels and runs, however many regions there are.</remarks>
public sealed class ColumnRunEncoder
{
    private readonly int _width;
    private readonly int _height;
    private readonly int[] _runsOf;
    private ColumnRun[] _runs = new ColumnRun[4096];
    private int _count;
    private long _position;

    /// <summary>Creates an encoder.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="regions">How many regions there are; their numbers are 1…regions, 0 means none.</param>
    public ColumnRunEncoder(int width, int height, int regions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegative(regions);
        (_width, _height, _runsOf) = (width, height, new int[regions]);
    }

    /// <summary>Adds the next columns, from the left.</summary>
    /// <param name="numbers">Whole columns, one after the other, each from the top: <c>[columns, H]</c>, values 0…regions.</param>
    public void Add(ReadOnlySpan<int> numbers)
    {
        int at = 0;
        while (at < numbers.Length)
        {
            int number = numbers[at];
            int length = numbers[at..].IndexOfAnyExcept(number);
            length = length < 0 ? numbers.Length - at : length;
            if (number != 0)
            {
                if (_count == _runs.Length)
                {
                    Array.Resize(ref _runs, _count * 2);
                }

                _runs[_count++] = new ColumnRun(number - 1, length, _position + at);
                _runsOf[number - 1]++;
            }

            at += length;
        }

        _position += numbers.Length;
    }

    /// <summary>The mask of each region, in the order of the numbers; a region that never appeared has an empty mask.</summary>
    /// <exception cref="InvalidOperationException">The columns added do not fill the map.</exception>
    public RunLengthMask[] ToMasks()
    {
        long pixels = (long)_width * _height;
        if (_position != pixels)
        {
            throw new InvalidOperationException($"{_position} pixels were added, expected {_width} x {_height} = {pixels}.");
        }

        ColumnRun[] sorted = SortByRegion();
        RunLengthMask[] masks = new RunLengthMask[_runsOf.Length];
        int at = 0;
        for (int region = 0; region < masks.Length; region++)
        {
            // A run may go on from where the columns added before ended.
            RunCollector runs = new(pixels, 2 * _runsOf[region]);
            foreach (ColumnRun run in sorted.AsSpan(at, _runsOf[region]))
            {
                runs.Add(run.Start, run.Length);
            }

            masks[region] = RunLengthMask.FromCounts(_width, _height, runs.ToCounts());
            at += _runsOf[region];
        }

        return masks;
    }

    /// <summary>The masks of the regions of a whole map, connected or not.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="numbers"><c>[H, W]</c>: 0 for none, k for mask k - 1.</param>
    /// <param name="regions">How many masks there are; the numbers are at most this.</param>
    /// <returns>The masks; empty ones for numbers that do not occur.</returns>
    /// <exception cref="ArgumentException">The buffer does not fit the size, or a number is negative or above <paramref name="regions"/>.</exception>
    public static RunLengthMask[] Encode(int width, int height, ReadOnlySpan<int> numbers, int regions)
    {
        ColumnRunEncoder encoder = new(width, height, regions);
        if (numbers.Length != (long)width * height)
        {
            throw new ArgumentException($"{width} x {height} pixels need as many numbers, found {numbers.Length}.", nameof(numbers));
        }

        if (numbers.IndexOfAnyExceptInRange(0, regions) is >= 0 and int outside)
        {
            throw new ArgumentException($"Number {numbers[outside]} at ({outside % width}, {outside / width}), expected 0 to {regions}.", nameof(numbers));
        }

        // Columns are turned upright a cache line at a time.
        const int Strip = 16;
        int[] upright = new int[Strip * height];
        for (int x = 0; x < width; x += Strip)
        {
            int columns = Math.Min(Strip, width - x);
            for (int y = 0; y < height; y++)
            {
                int target = y;
                foreach (int number in numbers.Slice((y * width) + x, columns))
                {
                    upright[target] = number;
                    target += height;
                }
            }

            encoder.Add(upright.AsSpan(0, columns * height));
        }

        return encoder.ToMasks();
    }

    private ColumnRun[] SortByRegion()
    {
        int[] next = new int[_runsOf.Length];
        for (int i = 1; i < next.Length; i++)
        {
            next[i] = next[i - 1] + _runsOf[i - 1];
        }

        ColumnRun[] sorted = new ColumnRun[_count];
        foreach (ColumnRun run in _runs.AsSpan(0, _count))
        {
            sorted[next[run.Region]++] = run;
        }

        return sorted;
    }

    private readonly record struct ColumnRun(int Region, int Length, long Start);
}
