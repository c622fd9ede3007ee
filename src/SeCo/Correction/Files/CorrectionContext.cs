using SeCo.Correction.Noise;

namespace SeCo.Correction;

/// <summary>What all steps of one call of the stage share.</summary>
internal sealed record CorrectionContext(
    ClassSet Classes, CorrectionOptions Options, StageEnvironment Environment, NoiseRuleEntry Rule, IReadOnlyList<ImageEntry> Entries, StageFiles Input,
    CorrectionFiles Files, IProgress<StageProgress>? Progress, CancellationToken CancellationToken)
{
    private const string Stage = "correct";

    public void Report(string step, long done, long total) => Progress?.Report(new StageProgress(Stage, step, done, total));

    /// <summary>Does a step for each image that is not done (null for all), by its place in <see cref="Entries"/>, several at once; faults of files are told
    /// together.</summary>
    /// <exception cref="DatasetException">Files of at least one image cannot be used.</exception>
    public void ForEachImage(string step, Action<int> run, int? parallelism = null, int[]? open = null)
    {
        int done = Entries.Count - (open?.Length ?? Entries.Count);
        ImageBatch.Run(Stage, Entries.Count - done, parallelism ?? Environment.Parallelism, i =>
        {
            run(open is null ? i : open[i]);
            Report(step, Interlocked.Increment(ref done), Entries.Count);
        }, CancellationToken);
    }
}
