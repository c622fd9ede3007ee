namespace SeCo.Aggregation.Segmenters;

/// <summary>Two segmenters as one: one gives all masks of an image, the other answers prompts. Each sees an image at the first question for it.</summary>
/// <param name="masks">Gives masks; disposed with this one.</param>
/// <param name="prompts">Answers prompts; disposed with this one.</param>
public sealed class PairedSegmenter(ISegmenter masks, ISegmenter prompts) : ISegmenter
{
    /// <inheritdoc/>
    public string Fingerprint => Both(masks.Fingerprint, prompts.Fingerprint);

    /// <summary>Those of the one that gives masks, else of the other.</summary>
    public int FeatureChannels => masks.FeatureChannels > 0 ? masks.FeatureChannels : prompts.FeatureChannels;

    /// <summary>The same of segmenters that are not opened yet.</summary>
    public static SegmenterSource Of(SegmenterSource masks, SegmenterSource prompts)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(prompts);
        return new SegmenterSource(() =>
        {
            ISegmenter first = masks.Open();
            try
            {
                return new PairedSegmenter(first, prompts.Open());
            }
            catch
            {
                first.Dispose();
                throw;
            }
        })
        {
            Fingerprint = () => Both(masks.Fingerprint(), prompts.Fingerprint()),
            Release = masks.Release + prompts.Release,
        };
    }

    /// <inheritdoc/>
    public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default) =>
        new Pair(new(() => masks.Open(image, name, cancellationToken)), new(() => prompts.Open(image, name, cancellationToken)),
            masks.FeatureChannels > 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        masks.Dispose();
        prompts.Dispose();
    }

    private static string Both(string masks, string prompts) => $"{masks}; prompts: {prompts}";

    private sealed class Pair(Lazy<ISegmentedImage> masks, Lazy<ISegmentedImage> prompts, bool masksHaveFeatures) : ISegmentedImage
    {
        public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default) => masks.Value.GenerateMasks(cancellationToken);

        public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> questions, CancellationToken cancellationToken = default) =>
            prompts.Value.Predict(questions, cancellationToken);

        public FeatureMap Features(CancellationToken cancellationToken = default) => (masksHaveFeatures ? masks : prompts).Value.Features(cancellationToken);

        public void Dispose()
        {
            foreach (Lazy<ISegmentedImage> seen in (Lazy<ISegmentedImage>[])[masks, prompts])
            {
                if (seen.IsValueCreated)
                {
                    seen.Value.Dispose();
                }
            }
        }
    }
}
