namespace SeCo.Prediction;

/// <summary>Labels an image that is never in memory as a whole: tile by tile, each seen with a margin that is cut off, from the top to the bottom.</summary>
/// <param name="look">The labels of a tile.</param>
/// <param name="side">The side of a tile with its margin, in pixels.</param>
internal sealed class TiledPrediction(Func<RgbImage, LabelMap> look, int side)
{
    // What a tile's labels take from its surroundings lies mostly within an eighth of it.
    private const int MarginShare = 8;

    private readonly int _margin = side / MarginShare;

    /// <summary>Writes the labels of an image as a TIFF, with its place on the earth where it has one.</summary>
    public void Write(string image, string target, Palette palette, Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        using RgbImageRows rows = RgbImageRows.Open(image);
        GeoReference? place = GeoReference.Read(image);
        AtomicFile.Write(target, stream =>
        {
            using LabelTiff tiff = new(stream, rows.Width, rows.Height);
            int tall = Math.Min(side, rows.Height);
            long band = 3L * tall * rows.Width;
            ReadBudget.Of(image, fault => new ImageFormatException($"{image}: {fault}.")).Fit(band, $"{tall} rows of {rows.Width} pixels");
            byte[] seen = band <= Array.MaxLength ? new byte[band]
                : throw new ImageFormatException($"{image}: {tall} rows of {rows.Width} pixels are more than one array holds; give a smaller --tile.");
            (int top, int read) = (0, 0);
            foreach ((int from, int to, int start) in Parts(rows.Height))
            {
                // The rows that this band shares with the one before move up; those that are new are read behind them.
                int stride = rows.Width * 3;
                seen.AsSpan((start - top) * stride, (read - start) * stride).CopyTo(seen);
                rows.Read(seen.AsSpan((read - start) * stride, (start + tall - read) * stride));
                (top, read) = (start, start + tall);
                tiff.Write(Band(seen, (rows.Width, tall), from - start, to - start, cancellationToken));
                progress?.Invoke(to, rows.Height);
            }

            tiff.Finish(palette, place);
        });
    }

    // Labels of some rows of a band.
    private byte[] Band(byte[] seen, (int Width, int Height) size, int from, int to, CancellationToken cancellationToken)
    {
        byte[] labels = new byte[(to - from) * size.Width];
        int wide = Math.Min(side, size.Width);
        RgbImage tile = new(wide, size.Height);
        foreach ((int left, int right, int start) in Parts(size.Width))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int y = 0; y < size.Height; y++)
            {
                seen.AsSpan(((y * size.Width) + start) * 3, wide * 3).CopyTo(tile.Row(y));
            }

            LabelMap found = look(tile);
            for (int y = from; y < to; y++)
            {
                found.Row(y)[(left - start)..(right - start)].CopyTo(labels.AsSpan(((y - from) * size.Width) + left));
            }
        }

        return labels;
    }

    // Along an axis: the pixels that each tile labels, and where it begins; tiles at an edge lie inside and label up to it.
    private IEnumerable<(int From, int To, int Start)> Parts(int length)
    {
        for (int from = 0; from < length;)
        {
            int start = Math.Clamp(from - _margin, 0, Math.Max(0, length - side));
            int to = start + side >= length ? length : start + side - _margin;
            yield return (from, to, start);
            from = to;
        }
    }
}
