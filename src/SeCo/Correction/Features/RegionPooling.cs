using SeCo.Imaging.Resampling;

namespace SeCo.Correction.Features;

/// <summary>Means of a feature map over regions: each cell counts with the number of the region's pixels that lie in it.</summary>
/// <remarks>This is the paper's masked average pooling (section 3.3) for all regions of an image at once: one pass over the pixels finds how many pixels of
/// which region lie in which cell, then each pair of region and cell costs one multiply-add per channel. A region smaller than a cell still gets the features
/// of the cell that it lies in, where a mask resized to the map would vanish.</remarks>
internal static class RegionPooling
{
    /// <summary>Pools a feature map under the region of each pixel, <c>[H, W]</c>, negative where none. The means go into
    /// <c>[R, stride]</c> from column offset on; zeros for a region without pixels.</summary>
    public static void Mean(
        ReadOnlySpan<int> regionOfPixel, int width, int height, int regions, FeatureMap map, Span<float> destination, int stride, int offset)
    {
        int channels = map.Channels;
        long[] total = new long[regions];
        int[] cellOfColumn = [.. Enumerable.Range(0, width).Select(x => NearestResize.Source(x, map.CoveredWidth, map.Columns))];

        // Rows of pixels that share a row of cells are gathered first, so that each pair of region and cell is added once.
        Dictionary<long, int> pixelsOfPair = [];
        int y = 0;
        while (y < height)
        {
            int gridRow = NearestResize.Source(y, map.CoveredHeight, map.Rows);
            pixelsOfPair.Clear();
            for (; y < height && NearestResize.Source(y, map.CoveredHeight, map.Rows) == gridRow; y++)
            {
                Gather(regionOfPixel.Slice(y * width, width), cellOfColumn, pixelsOfPair);
            }

            foreach ((long pair, int pixels) in pixelsOfPair)
            {
                int region = (int)(pair >> 32);
                int cell = (gridRow * map.Columns) + (int)(pair & uint.MaxValue);
                Span<float> sum = destination.Slice((region * stride) + offset, channels);
                TensorPrimitives.MultiplyAdd(map.Values.AsSpan(cell * channels, channels), pixels, sum, sum);
                total[region] += pixels;
            }
        }

        for (int region = 0; region < regions; region++)
        {
            if (total[region] > 0)
            {
                Span<float> sum = destination.Slice((region * stride) + offset, channels);
                TensorPrimitives.Divide(sum, total[region], sum);
            }
        }
    }

    private static void Gather(ReadOnlySpan<int> row, int[] cellOfColumn, Dictionary<long, int> pixelsOfPair)
    {
        int start = 0;
        for (int x = 1; x <= row.Length; x++)
        {
            if (x < row.Length && row[x] == row[start] && cellOfColumn[x] == cellOfColumn[start])
            {
                continue;
            }

            if (row[start] >= 0)
            {
                long pair = ((long)row[start] << 32) | (uint)cellOfColumn[start];
                CollectionsMarshal.GetValueRefOrAddDefault(pixelsOfPair, pair, out _) += x - start;
            }

            start = x;
        }
    }
}
