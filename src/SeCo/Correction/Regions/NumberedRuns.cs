using SeCo.Imaging.Components;

namespace SeCo.Correction.Regions;

/// <summary>The pixels of each number of a number map as horizontal runs in row-major order.</summary>
internal sealed class NumberedRuns
{
    private readonly PixelRun[] _runs;
    private readonly int[] _ends;

    /// <exception cref="ArgumentException">The buffer does not fit the size, or a number is outside 0 to <paramref name="count"/>.</exception>
    public NumberedRuns(int width, int height, ReadOnlySpan<int> numbers, int count)
    {
        if (numbers.Length != (long)width * height)
        {
            throw new ArgumentException($"{width} x {height} pixels need as many numbers, found {numbers.Length}.", nameof(numbers));
        }

        List<(int Number, PixelRun Run)> found = Collect(width, height, numbers, count);
        _ends = new int[count + 1];
        foreach ((int number, _) in found)
        {
            _ends[number]++;
        }

        for (int i = 1; i <= count; i++)
        {
            _ends[i] += _ends[i - 1];
        }

        int[] next = new int[count + 1];
        Array.Copy(_ends, 0, next, 1, count);
        _runs = new PixelRun[found.Count];
        foreach ((int number, PixelRun run) in found)
        {
            _runs[next[number]++] = run;
        }
    }

    /// <summary>The runs of number <paramref name="index"/> + 1.</summary>
    public ReadOnlySpan<PixelRun> Of(int index) => _runs.AsSpan(_ends[index].._ends[index + 1]);

    private static List<(int Number, PixelRun Run)> Collect(int width, int height, ReadOnlySpan<int> numbers, int count)
    {
        List<(int, PixelRun)> found = [];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> row = numbers.Slice(y * width, width);
            int x = 0;
            while (x < width)
            {
                int number = row[x];
                if ((uint)number > (uint)count)
                {
                    throw new ArgumentException($"Number {number} at ({x}, {y}), but there are {count} categories.", nameof(numbers));
                }

                int length = row[x..].IndexOfAnyExcept(number);
                int end = length < 0 ? width : x + length;
                if (number != 0)
                {
                    found.Add((number, new PixelRun(y, x, end)));
                }

                x = end;
            }
        }

        return found;
    }
}
