using SeCo.Imaging;

namespace SeCo.Aggregation.Segmenters;

/// <summary>A class-agnostic, promptable segmenter: the place that the paper gives to the Segment Anything Model.</summary>
/// <remarks>Not safe for use from several threads at once; open one per thread.</remarks>
public interface ISegmenter : IDisposable
{
    /// <summary>Names the implementation and every setting that changes its answers: part of cache keys and of the run's manifest.</summary>
    string Fingerprint { get; }

    /// <summary>Prepares one image (the costly part: an encoder, a region hierarchy) for any number of questions.</summary>
    /// <returns>The prepared image, owned by the caller.</returns>
    ISegmentedImage Open(RgbImage image, CancellationToken cancellationToken = default);
}
