namespace SeCo.Aggregation.Segmenters;

/// <summary>A class-agnostic, promptable segmenter: the place that the paper gives to the Segment Anything Model.</summary>
/// <remarks>Not safe for use from several threads at once; open one per thread.</remarks>
public interface ISegmenter : IDisposable
{
    /// <summary>Names the implementation and every setting that changes its answers: part of cache keys and of the run's manifest.</summary>
    string Fingerprint { get; }

    /// <summary>Numbers of each cell of <see cref="ISegmentedImage.Features"/>; 0 where it gives none.</summary>
    int FeatureChannels => 0;

    /// <summary>Prepares one image (the costly part: an encoder, a region hierarchy) for any number of questions.</summary>
    /// <param name="image">The image.</param>
    /// <param name="name">The image's name, as its dataset gives it, with <c>/</c> between folders; empty where it has none.
    /// Only segmenters that look answers up need it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The prepared image, owned by the caller.</returns>
    /// <exception cref="IOException">Files that the segmenter needs for this image are missing or malformed.</exception>
    ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default);
}
