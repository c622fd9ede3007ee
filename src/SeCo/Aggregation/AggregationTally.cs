using SeCo.Imaging;
using SeCo.Labels;

namespace SeCo.Aggregation;

/// <summary>Sums up the results of many images; whole numbers only, so that the order of images does not matter.</summary>
internal sealed class AggregationTally(ClassSet classes)
{
    private readonly long[] _aligned = new long[classes.Count];
    private readonly long[] _prompted = new long[classes.Count];
    private readonly long[] _classPixels = new long[classes.Count];
    private int _images;
    private long _pixels;
    private long _labelled;

    public void Add(LabelMap labels, IEnumerable<ConnectedRegion> regions)
    {
        lock (_aligned)
        {
            _images++;
            _pixels += labels.Pixels.Length;
            _labelled += labels.Pixels.Length - MemoryExtensions.Count(labels.Pixels, LabelMap.Ignore);
            foreach (ConnectedRegion region in regions)
            {
                (region.Origin?.Kind == RegionOriginKind.ThingPrompt ? _prompted : _aligned)[region.CategoryId]++;
                _classPixels[region.CategoryId] += region.Area;
            }
        }
    }

    public AggregationSummary ToSummary() => new(
        _images, _pixels, _labelled,
        [
            .. classes.Classes.Select(c => new ClassAggregation(c.Id, c.Name, _aligned[c.Id], _prompted[c.Id], _classPixels[c.Id])),
        ]);
}
