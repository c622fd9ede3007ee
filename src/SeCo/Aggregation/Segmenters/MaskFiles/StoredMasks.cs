using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters.MaskFiles;

/// <summary>An image whose masks are known.</summary>
internal sealed class StoredMasks(IReadOnlyList<MaskRecord> records, int width, int height, double minimumBoxIou) : ISegmentedImage
{
    private readonly SegmentMask[] _masks = [.. records.Select(r => new SegmentMask(r.Segmentation, r.PredictedIou) { Record = r })];
    private readonly Box[] _boxes = [.. records.Select(r => r.Segmentation.Bounds)];

    public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default) => _masks;

    public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default) =>
        [.. prompts.Select(Answer)];

    public void Dispose()
    {
    }

    private SegmentMask Answer(SegmentPrompt prompt)
    {
        int best = -1;
        (int Points, double Fit) most = default;
        for (int i = 0; i < _masks.Length; i++)
        {
            int inside = prompt.Points.Count(point => Contains(_masks[i].Mask, point));
            double fit = prompt.Box is { } box ? Iou(_boxes[i], box) : _masks[i].Score;
            bool stands = prompt.Box is null ? inside > 0 && inside == prompt.Points.Count : fit > 0 && fit >= minimumBoxIou;
            if (stands && (best < 0 || (inside, fit).CompareTo(most) > 0))
            {
                best = i;
                most = (inside, fit);
            }
        }

        return best < 0 ? SegmentMask.Empty(width, height) : _masks[best];
    }

    private static double Iou(Box a, Box b)
    {
        long common = a.Intersect(b).Area;
        return common == 0 ? 0 : (double)common / (a.Area + b.Area - common);
    }

    private static bool Contains(RunLengthMask mask, ImagePoint point)
    {
        double x = Math.Round(point.X), y = Math.Round(point.Y);
        if (!(x >= 0 && y >= 0 && x < mask.Width && y < mask.Height))
        {
            return false;
        }

        Span<byte> pixel = stackalloc byte[1];
        mask.DecodeInto(new Box((int)x, (int)y, (int)x + 1, (int)y + 1), pixel);
        return pixel[0] != 0;
    }
}
