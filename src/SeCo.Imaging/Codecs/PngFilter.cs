using System.Numerics.Tensors;

namespace SeCo.Imaging.Codecs;

/// <summary>The five row filters of PNG (PNG specification, section 9).</summary>
internal static class PngFilter
{
    /// <summary>The row as it is.</summary>
    public const byte None = 0;

    /// <summary>Difference to the pixel on the left.</summary>
    public const byte Sub = 1;

    /// <summary>Difference to the pixel above.</summary>
    public const byte Up = 2;

    /// <summary>Difference to the mean of left and above.</summary>
    public const byte Average = 3;

    /// <summary>Difference to the best of left, above and above left.</summary>
    public const byte Paeth = 4;

    /// <summary>Turns a filtered row into pixels, in place.</summary>
    /// <param name="filter">0 to 4.</param>
    /// <param name="row">The filtered row.</param>
    /// <param name="above">The finished row above; zeros for the first row.</param>
    /// <param name="pixelBytes">Bytes to the pixel on the left.</param>
    /// <returns>False where no such filter exists.</returns>
    public static bool Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        switch (filter)
        {
            case None:
                return true;
            case Sub:
                UndoSub(row, pixelBytes);
                return true;
            case Up:
                TensorPrimitives.Add(row, above, row);
                return true;
            case Average:
                UndoAverage(row, above, pixelBytes);
                return true;
            case Paeth:
                UndoPaeth(row, above, pixelBytes);
                return true;
            default:
                return false;
        }
    }

    private static void UndoSub(Span<byte> row, int pixelBytes)
    {
        for (int i = pixelBytes; i < row.Length; i++)
        {
            row[i] += row[i - pixelBytes];
        }
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        above = above[..row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes];
            row[i] += (byte)((left + above[i]) >> 1);
        }
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        above = above[..row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes];
            int corner = i < pixelBytes ? 0 : above[i - pixelBytes];
            row[i] += (byte)Predict(left, above[i], corner);
        }
    }

    private static int Predict(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner);
        int toUp = Math.Abs(left - corner);
        int toCorner = Math.Abs(left + up - corner - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
