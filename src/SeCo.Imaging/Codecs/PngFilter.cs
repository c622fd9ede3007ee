namespace SeCo.Imaging.Codecs;

/// <summary>The five row filters of PNG (PNG specification, section 9).</summary>
internal static class PngFilter
{
    // The row as it is, or its difference to the pixel on the left, above, their mean, or the best of left, above and above left.
    public const byte None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Turns a filtered row into pixels, in place, with the finished row above (zeros for the first row) and the bytes to the pixel on the left.
    /// False where no such filter exists.</summary>
    public static bool Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        switch (filter)
        {
            case None: break;
            case Sub: UndoSub(row, pixelBytes); break;
            case Up: TensorPrimitives.Add(row, above, row); break;
            case Average: UndoAverage(row, above, pixelBytes); break;
            case Paeth: UndoPaeth(row, above, pixelBytes); break;
            default: return false;
        }

        return true;
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
