namespace SeCo.Aggregation.Segmenters;

/// <summary>One image, prepared for questions.</summary>
public interface ISegmentedImage : IDisposable
{
    /// <summary>All class-agnostic masks of the image, in the segmenter's own order (later masks may lie over earlier ones).</summary>
    IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default);

    /// <summary>One mask for each prompt, in the order of the prompts; a mask may be empty.</summary>
    IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default);

    /// <summary>What the segmenter has seen of the image, to tell regions from each other (<c>correction.backbone: segmenter</c>).</summary>
    /// <exception cref="NotSupportedException">It gives none: <see cref="ISegmenter.FeatureChannels"/> is 0.</exception>
    FeatureMap Features(CancellationToken cancellationToken = default) => throw new NotSupportedException("This segmenter gives no features.");
}
