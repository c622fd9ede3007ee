using SeCo.Correction.Noise;

namespace SeCo.Correction;

/// <summary>What all steps of one call of the stage share.</summary>
/// <param name="Classes">The class set.</param>
/// <param name="Options">The settings.</param>
/// <param name="Environment">Seed, device, parallelism, log.</param>
/// <param name="Rule">The noise rule.</param>
/// <param name="Entries">The images.</param>
/// <param name="Input">The files of the stage before.</param>
/// <param name="Files">The stage's own files.</param>
/// <param name="Progress">Told about every step.</param>
/// <param name="CancellationToken">Stops between images and steps.</param>
internal sealed record CorrectionContext(
    ClassSet Classes, CorrectionOptions Options, StageEnvironment Environment, NoiseRuleEntry Rule, IReadOnlyList<ImageEntry> Entries, StageFiles Input,
    CorrectionFiles Files, IProgress<StageProgress>? Progress, CancellationToken CancellationToken)
{
    private const string Stage = "correct";

    /// <summary>Tells how far a step has come.</summary>
    public void Report(string step, long done, long total) => Progress?.Report(new StageProgress(Stage, step, done, total));

    /// <summary>Does a step for each image that is not done, several at once; faults of files are told together.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="run">The step, for the place of an image in <see cref="Entries"/>.</param>
    /// <param name="parallelism">Images at once; null for those of the environment.</param>
    /// <param name="open">The places of the images that are left; null for all.</param>
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
