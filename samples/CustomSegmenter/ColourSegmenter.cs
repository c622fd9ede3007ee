using System.Globalization;
using SeCo.Aggregation.Segmenters;
using SeCo.Imaging;

namespace CustomSegmenter;

/// <summary>Finds regions of nearly one colour. PSA opens one for each of its threads.</summary>
/// <param name="levels">How many levels each colour is rounded to, at most 6.</param>
internal sealed class ColourSegmenter(int levels) : ISegmenter
{
    /// <summary>Finished work is kept as long as this stays the same: name all that changes an answer.</summary>
    public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"colour levels={levels}");

    /// <summary>The costly part, once for each image.</summary>
    public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default) => new ColourImage(image, levels);

    public void Dispose()
    {
        // nothing is held; a segmenter with a network would let go of its weights here
    }
}
