using SeCo.Labels;

namespace SeCo.Aggregation;

/// <summary>Sums up the files of many images; whole numbers only, so that the order of images does not matter.</summary>
internal sealed class AggregationTally(ClassSet classes)
{
    private readonly long[] _aligned = new long[classes.Count];
    private readonly long[] _prompted = new long[classes.Count];
    private readonly long[] _classPixels = new long[classes.Count];
    private int _images;
    private long _pixels;
    private long _labelled;

    public void Add(AggregationFile file)
    {
        lock (_aligned)
        {
            _images++;
            _pixels += (long)file.Width * file.Height;
            _labelled += file.LabelledPixels;
            foreach (AggregatedRegion region in file.Regions)
            {
                (region.Origin is AlignedOrigin ? _aligned : _prompted)[region.ClassId]++;
                _classPixels[region.ClassId] += region.Visible.Area;
            }
        }
    }

    public AggregationSummary ToSummary() => new(
        _images, _pixels, _labelled, [.. classes.Classes.Select(c => new ClassAggregation(c.Id, c.Name, _aligned[c.Id], _prompted[c.Id], _classPixels[c.Id]))]);
}
