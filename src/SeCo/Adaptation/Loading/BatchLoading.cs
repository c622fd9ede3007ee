namespace SeCo.Adaptation.Loading;

/// <summary>Batches made ahead of the training that uses them.</summary>
internal static class BatchLoading
{
    /// <summary>Makes batches on <see cref="AdaptationOptions.Workers"/> threads, up to <see cref="AdaptationOptions.Prefetch"/> steps ahead: each part of each step, in order.</summary>
    /// <param name="source">Makes them.</param>
    /// <param name="options">The settings.</param>
    /// <param name="firstStep">The first step.</param>
    /// <param name="endStep">One past the last step.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static BackgroundLoader<TrainingBatch> LoadAhead(
        this IBatchSource source, AdaptationOptions options, long firstStep, long endStep, CancellationToken cancellationToken = default)
    {
        int parts = options.Accumulation;
        return new BackgroundLoader<TrainingBatch>(
            (number, token) => source.Make(number / parts, (int)(number % parts), token),
            firstStep * parts,
            endStep * parts,
            options.Workers,
            options.Prefetch * parts,
            cancellationToken);
    }
}
