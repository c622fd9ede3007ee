using System.Runtime.InteropServices;
using SeCo.Imaging.Rle;

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>Writes the masks of all regions of a partition in one pass over the image.</summary>
internal static class RegionMasks
{
    /// <summary>The mask of each region.</summary>
    /// <param name="superpixels">The superpixel of each pixel, <c>[H, W]</c>.</param>
    /// <param name="regionOf">The region of each superpixel.</param>
    /// <param name="regions">The number of regions.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static RunLengthMask[] Encode(int[] superpixels, int[] regionOf, int regions, int width, int height)
    {
        List<uint>[] counts = new List<uint>[regions];
        long[] ends = new long[regions];
        for (int r = 0; r < regions; r++)
        {
            counts[r] = [];
        }

        int current = regionOf[superpixels[0]];
        long start = 0;
        long position = 0;
        for (int x = 0; x < width; x++)
        {
            for (int i = x; i < superpixels.Length; i += width, position++)
            {
                int region = regionOf[superpixels[i]];
                if (region != current)
                {
                    Close(current, start, position);
                    current = region;
                    start = position;
                }
            }
        }

        Close(current, start, position);
        RunLengthMask[] masks = new RunLengthMask[regions];
        for (int r = 0; r < regions; r++)
        {
            if (ends[r] < position)
            {
                counts[r].Add((uint)(position - ends[r]));
            }

            masks[r] = RunLengthMask.FromCounts(width, height, CollectionsMarshal.AsSpan(counts[r]));
        }

        return masks;

        void Close(int region, long from, long to)
        {
            counts[region].Add((uint)(from - ends[region]));
            counts[region].Add((uint)(to - from));
            ends[region] = to;
        }
    }
}
