using Microsoft.Extensions.Logging.Abstractions;

namespace SeCo.Aggregation.Segmenters.Cache;

/// <summary>Keeps the answers of a costly segmenter on disk, so that no question is worked on twice.</summary>
/// <remarks>
/// <para>Answers are found again by the hash of the image's pixels and the segmenter's fingerprint, prompts by their box and points.
/// All masks of an image are one file, <c>FINGERPRINT/xx/IMAGE.masks.json</c>, its answers to prompts another, <c>….prompts.json</c>; both in the form of
/// SA-1B (<see cref="SegmentAnything.MaskRecordFile"/> reads them). What it has seen is a third, <c>….features.safetensors</c>, where that
/// is asked for. The inner segmenter opens an image at the first question that has no stored answer.</para>
/// <para>Files are written whole or not at all and carry a digest; one that is damaged is not used and made anew, with a warning.
/// A folder may be shared by runs and processes, and deleted when nothing runs.</para>
/// </remarks>
/// <param name="inner">The segmenter; disposed with this one.</param>
/// <param name="folder">The folder of answers; created as needed.</param>
/// <param name="log">Told of damaged files; null for nobody.</param>
public sealed class CachedSegmenter(ISegmenter inner, string folder, ILogger? log = null) : ISegmenter
{
    private readonly Lazy<AnswerStore> _store = new(() => new AnswerStore(folder, inner.Fingerprint, log ?? NullLogger.Instance));

    /// <summary>That of the inner segmenter: its answers come back as they were.</summary>
    public string Fingerprint => inner.Fingerprint;

    /// <inheritdoc/>
    public int FeatureChannels => inner.FeatureChannels;

    /// <inheritdoc/>
    public ISegmentedImage Open(RgbImage image, string name = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        cancellationToken.ThrowIfCancellationRequested();
        string hash = new Fingerprint().Add($"{image.Width} x {image.Height}").Add(image.Pixels).ToString();
        return new CachedImage(cancellation => inner.Open(image, name, cancellation), _store.Value, new StoredImage(hash, name, image.Width, image.Height));
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    /// <summary>An image that is opened by the inner segmenter only where a question has no stored answer.</summary>
    private sealed class CachedImage(Func<CancellationToken, ISegmentedImage> open, AnswerStore store, StoredImage image) : ISegmentedImage
    {
        private ISegmentedImage? _opened;

        public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default)
        {
            if (store.ReadMasks(image) is { } stored)
            {
                return stored;
            }

            IReadOnlyList<SegmentMask> masks = Opened(cancellationToken).GenerateMasks(cancellationToken);
            store.WriteMasks(image, masks);
            return masks;
        }

        public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default)
        {
            if (prompts.Count == 0)
            {
                return [];
            }

            Dictionary<string, PromptAnswer> known = store.ReadAnswers(image).ToDictionary(a => a.Key, StringComparer.Ordinal);
            SegmentPrompt[] missing = [.. prompts.Where(p => !known.ContainsKey(PromptAnswer.KeyOf(p))).DistinctBy(PromptAnswer.KeyOf)];
            if (missing.Length > 0)
            {
                IReadOnlyList<SegmentMask> masks = Opened(cancellationToken).Predict(missing, cancellationToken);
                foreach ((SegmentPrompt prompt, SegmentMask mask) in missing.Zip(masks))
                {
                    known.Add(PromptAnswer.KeyOf(prompt), new PromptAnswer(prompt, mask));
                }

                store.WriteAnswers(image, known.Values);
            }

            return [.. prompts.Select(p => known[PromptAnswer.KeyOf(p)].Mask)];
        }

        public FeatureMap Features(CancellationToken cancellationToken = default)
        {
            if (store.ReadFeatures(image) is { } stored)
            {
                return stored;
            }

            FeatureMap features = Opened(cancellationToken).Features(cancellationToken);
            store.WriteFeatures(image, features);
            return features;
        }

        public void Dispose() => _opened?.Dispose();

        private ISegmentedImage Opened(CancellationToken cancellationToken) => _opened ??= open(cancellationToken);
    }
}
