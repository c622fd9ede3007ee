using SeCo.Imaging.Rle;

namespace SeCo.Imaging.Components;

/// <summary>Turns a map of numbers (0 for none) into one column-major run-length mask for each number from 1, in one pass.</summary>
/// <remarks>
/// All vertical runs of the map are collected column by column, sorted into components by counting (which keeps their order), and written as
/// alternating lengths. Time is linear in pixels and runs.
/// </remarks>
internal sealed class ColumnRunEncoder(int width, int height, ReadOnlyMemory<int> numbers, int count)
{
    /// <summary>Columns turned upright at once: one cache line of numbers.</summary>
    private const int Strip = 16;

    private readonly int[] _runsOf = new int[count + 1];
    private ColumnRun[] _runs = new ColumnRun[4096];
    private int _count;

    public RunLengthMask[] Encode()
    {
        Collect();
        return Write(SortByComponent());
    }

    private void Collect()
    {
        int[] upright = new int[Strip * height];
        for (int x0 = 0; x0 < width; x0 += Strip)
        {
            int columns = Math.Min(Strip, width - x0);
            Transpose(x0, columns, upright);
            for (int i = 0; i < columns; i++)
            {
                CollectColumn(upright.AsSpan(i * height, height), (long)(x0 + i) * height);
            }
        }
    }

    private void Transpose(int x0, int columns, int[] upright)
    {
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<int> row = numbers.Span.Slice((y * width) + x0, columns);
            int target = y;
            foreach (int number in row)
            {
                upright[target] = number;
                target += height;
            }
        }
    }

    private void CollectColumn(ReadOnlySpan<int> column, long position)
    {
        int y = 0;
        while (y < column.Length)
        {
            int number = column[y];
            int length = column[y..].IndexOfAnyExcept(number);
            int end = length < 0 ? column.Length : y + length;
            if (number != 0)
            {
                if (_count == _runs.Length)
                {
                    Array.Resize(ref _runs, _count * 2);
                }

                _runs[_count++] = new ColumnRun(number - 1, end - y, position + y);
                _runsOf[number - 1]++;
            }

            y = end;
        }
    }

    private ColumnRun[] SortByComponent()
    {
        int[] next = new int[_runsOf.Length];
        for (int i = 1; i < next.Length; i++)
        {
            next[i] = next[i - 1] + _runsOf[i - 1];
        }

        ColumnRun[] sorted = new ColumnRun[_count];
        foreach (ColumnRun run in _runs.AsSpan(0, _count))
        {
            sorted[next[run.Component]++] = run;
        }

        return sorted;
    }

    private RunLengthMask[] Write(ColumnRun[] sorted)
    {
        RunLengthMask[] masks = new RunLengthMask[count];
        List<uint> counts = [];
        long pixels = (long)width * height;
        int at = 0;
        for (int component = 0; component < masks.Length; component++)
        {
            counts.Clear();
            long position = 0;
            foreach (ColumnRun run in sorted.AsSpan(at, _runsOf[component]))
            {
                if (run.Start == position && counts.Count > 0)
                {
                    // The run goes on from the foot of the column before.
                    counts[^1] += (uint)run.Length;
                }
                else
                {
                    counts.Add((uint)(run.Start - position));
                    counts.Add((uint)run.Length);
                }

                position = run.Start + run.Length;
            }

            if (position < pixels)
            {
                counts.Add((uint)(pixels - position));
            }

            masks[component] = RunLengthMask.FromCounts(width, height, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(counts));
            at += _runsOf[component];
        }

        return masks;
    }

    private readonly record struct ColumnRun(int Component, int Length, long Start);
}
