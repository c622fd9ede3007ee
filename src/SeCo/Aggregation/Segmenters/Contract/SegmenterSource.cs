namespace SeCo.Aggregation.Segmenters;

/// <summary>The segmenter of one run: opened as often as images are worked on at the same time.</summary>
/// <param name="Open">Opens a segmenter, which the caller disposes. Several threads may ask at once.</param>
public sealed record SegmenterSource(Func<ISegmenter> Open)
{
    /// <summary>Everything that changes an answer for the images of the run; by default what a segmenter says of itself.</summary>
    /// <exception cref="IOException">Files that the segmenter needs are missing or malformed.</exception>
    public Func<string> Fingerprint { get; init; } = () =>
    {
        using ISegmenter segmenter = Open();
        return segmenter.Fingerprint;
    };

    /// <summary>Lets go of what all segmenters share, as soon as they are disposed; by default there is nothing.</summary>
    public Action Release { get; init; } = () => { };
}
