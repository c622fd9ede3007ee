using SeCo.Imaging.Rle;

namespace SeCo.Imaging.Components;

/// <summary>Run-length masks of the regions of a number map, connected or not.</summary>
public static class NumberedMasks
{
    /// <summary>One mask for each number; one pass over the map, however many there are.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="numbers"><c>[H, W]</c>: 0 for none, k for mask k - 1.</param>
    /// <param name="count">How many masks there are; the numbers are at most this.</param>
    /// <returns>The masks; empty ones for numbers that do not occur.</returns>
    /// <exception cref="ArgumentException">The buffer does not fit the size, or a number is negative or above <paramref name="count"/>.</exception>
    public static IReadOnlyList<RunLengthMask> Encode(int width, int height, ReadOnlyMemory<int> numbers, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (numbers.Length != (long)width * height)
        {
            throw new ArgumentException($"{width} x {height} pixels need as many numbers, found {numbers.Length}.", nameof(numbers));
        }

        int outside = numbers.Span.IndexOfAnyExceptInRange(0, count);
        return outside < 0
            ? ColumnRunEncoder.EncodeRows(width, height, numbers.Span, count)
            : throw new ArgumentException(
                $"Number {numbers.Span[outside]} at ({outside % width}, {outside / width}), expected 0 to {count}.", nameof(numbers));
    }
}
