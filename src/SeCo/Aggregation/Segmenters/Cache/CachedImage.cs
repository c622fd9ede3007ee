namespace SeCo.Aggregation.Segmenters.Cache;

/// <summary>An image that is opened by the inner segmenter only where a question has no stored answer.</summary>
internal sealed class CachedImage(Func<CancellationToken, ISegmentedImage> open, AnswerStore store, StoredImage image) : ISegmentedImage
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
        ArgumentNullException.ThrowIfNull(prompts);
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

    public void Dispose() => _opened?.Dispose();

    private ISegmentedImage Opened(CancellationToken cancellationToken) => _opened ??= open(cancellationToken);
}
