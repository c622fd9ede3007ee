using SeCo.Imaging;
using SeCo.Imaging.Components;
using SeCo.Labels;

namespace SeCo.Correction.Regions;

/// <summary>Adds to a region what ground truth and confidences say about its pixels.</summary>
internal sealed class RegionMeasure
{
    private readonly int[] _counts = new int[256];
    private readonly LabelMap? _truth;
    private readonly ConfidenceMap? _confidence;
    private readonly LabelIdMap? _truthIds;

    public RegionMeasure(int width, int height, LabelMap? truth, LabelIdMap? truthIds, ConfidenceMap? confidence)
    {
        if (confidence is not null && (confidence.Width != width || confidence.Height != height))
        {
            throw new ArgumentException($"The confidences are {confidence.Width} x {confidence.Height} pixels, the labels {width} x {height}.",
                nameof(confidence));
        }

        _truth = truth is null ? null : Resized(truth, width, height);
        _truthIds = truthIds;
        _confidence = confidence;
    }

    public ConnectedRegion Complete(ConnectedRegion region, ReadOnlySpan<PixelRun> runs) => region with
    {
        TrueLabel = _truth is null ? null : Truth(_truth, region, runs),
        MeanConfidence = _confidence is null ? null : Mean(_confidence, region.Area, runs),
    };

    private RegionTruth Truth(LabelMap truth, ConnectedRegion region, ReadOnlySpan<PixelRun> runs)
    {
        Array.Clear(_counts);
        foreach (PixelRun run in runs)
        {
            foreach (byte id in truth.Row(run.Y)[run.X0..run.X1])
            {
                _counts[_truthIds is null ? id : _truthIds[id]]++;
            }
        }

        return RegionTruth.FromCounts(_counts, region.Area, region.CategoryId);
    }

    private static double Mean(ConfidenceMap confidence, long area, ReadOnlySpan<PixelRun> runs)
    {
        long sum = 0;
        foreach (PixelRun run in runs)
        {
            foreach (ushort value in confidence.Row(run.Y)[run.X0..run.X1])
            {
                sum += value;
            }
        }

        return (double)sum / area / ConfidenceMap.Scale;
    }

    /// <summary>Nearest: source index floor(target * source size / target size).</summary>
    private static LabelMap Resized(LabelMap source, int width, int height)
    {
        if (source.Width == width && source.Height == height)
        {
            return source;
        }

        LabelMap target = new(width, height);
        int[] columns = new int[width];
        for (int x = 0; x < width; x++)
        {
            columns[x] = (int)((long)x * source.Width / width);
        }

        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> from = source.Row((int)((long)y * source.Height / height));
            Span<byte> to = target.Row(y);
            for (int x = 0; x < width; x++)
            {
                to[x] = from[columns[x]];
            }
        }

        return target;
    }
}
