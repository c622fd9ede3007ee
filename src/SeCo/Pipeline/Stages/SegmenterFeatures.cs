using SeCo.Aggregation.Segmenters;
using SeCo.Correction;

namespace SeCo.Pipeline.Stages;

/// <summary>What the run's segmenter sees, for the classifier: from its kept answers, where it was asked in the stage of masks, else by a look at the image
/// now.</summary>
internal sealed class SegmenterFeatures : IImageFeatures
{
    private readonly SegmenterSource _source;
    private readonly ISegmenter _segmenter;

    /// <summary>Opens the segmenter.</summary>
    /// <exception cref="ArgumentException">It gives no features.</exception>
    public SegmenterFeatures(SegmenterSource source)
    {
        (_source, _segmenter) = (source, source.Open());
        if (_segmenter.FeatureChannels == 0)
        {
            Dispose();
            throw new ArgumentException("correction.backbone is 'segmenter', but the segmenter of the run gives no features; set aggregation.segmenter to "
                + "sam, or name another backbone.");
        }
    }

    public IReadOnlyList<int> Channels => [_segmenter.FeatureChannels];

    public IEnumerable<FeatureMap> Describe(RgbImage image, string name, IReadOnlyList<int> levels)
    {
        using ISegmentedImage seen = _segmenter.Open(image, name);
        return [seen.Features()];
    }

    public void Dispose()
    {
        _segmenter.Dispose();
        _source.Release();
    }
}
