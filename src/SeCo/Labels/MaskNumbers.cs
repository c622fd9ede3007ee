using SeCo.Imaging.Rle;

namespace SeCo.Labels;

/// <summary>Writes the numbers of masks into a map of the image.</summary>
internal static class MaskNumbers
{
    /// <summary>Sets every pixel of a mask to a number.</summary>
    /// <param name="numbers">The map, row-major, in the size of the mask.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="number">The number.</param>
    public static void Paint(Span<int> numbers, RunLengthMask mask, int number)
    {
        foreach ((int x, int y, int length) in mask.Columns())
        {
            for (int i = (y * mask.Width) + x, end = i + (length * mask.Width); i < end; i += mask.Width)
            {
                numbers[i] = number;
            }
        }
    }
}
