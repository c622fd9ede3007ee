using SeCo.Adaptation;
using SeCo.Adaptation.Training;
using SeCo.DrawnScenes;

namespace SeCo.Pipeline.Demo;

/// <summary>
/// The demonstration: draws two domains, trains a source model on one, adapts it to the other, and compares with simpler ways. Calling again goes on where
/// the last call stopped.
/// </summary>
/// <remarks>Everything below the folder is made by <see cref="SeCoPipeline"/> in run folders of their own.</remarks>
public sealed class DemoRun
{
    private readonly DemoOptions _options;
    private readonly DemoFolder _folder;
    private readonly ILogger? _log;

    /// <summary>Prepares a demonstration.</summary>
    /// <param name="options">What is demonstrated.</param>
    /// <param name="folder">Where.</param>
    /// <param name="log">Told what happens; null for nobody.</param>
    /// <exception cref="ArgumentException">Settings out of range.</exception>
    public DemoRun(DemoOptions options, DemoFolder folder, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folder);
        options.Validate();
        (_options, _folder, _log) = (options, folder, log);
    }

    /// <summary>Runs what has not been done yet.</summary>
    /// <exception cref="IOException">A folder cannot be written, or another process is at work in it.</exception>
    public async Task<DemoSummary> RunAsync(IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using IDisposable alone = _folder.Lock();
        DrawnDomains domains = await Task.Run(() => Draw(progress, cancellationToken), cancellationToken);
        DemoSettings settings = new(_options, domains, _folder.SourceModel);
        await Pipeline("source model", settings.Source(), _folder.SourceModel, _log).RunAsync(progress, cancellationToken);
        string main = _folder.Run(_options.Setting);
        await MakeLabels(Pipeline("labels", Whole(), main, _log), progress, cancellationToken);
        Training[] trainings =
        [
            new("adapted", main, Whole()),
            Plain("pixel self-training", "pixel-labels", TargetLabels.PixelLabels),
            Plain("PSA", "psa", TargetLabels.Aggregation),
            Plain("PSA + SCC", "psa-scc", TargetLabels.Correction),
        ];
        RunSummary[] summaries = await Train(trainings, settings, progress, cancellationToken);
        ModelMeasures[] rows = [.. trainings.Zip(summaries, (training, summary) => summary.Adaptation!.Rows[^1] with { Name = training.Name })];
        OpenSetScores open = await Task.Run(() => OpenSetScores.Measure(Dataset.Open(domains.Target), new RunFolder(main)), cancellationToken);
        return new DemoSummary([summaries[0].Adaptation!.Rows[0], .. rows[1..], rows[0]], open, main);

        Training Plain(string name, string folder, TargetLabels labels) =>
            new(name, _folder.Baseline(_options.Setting, folder), settings.Plain(labels) with { Threads = settings.ThreadsEach });

        RunOptions Whole() => settings.Whole() with { Threads = settings.ThreadsEach };
    }

    /// <summary>The stages before the training, which all trainings share.</summary>
    private static async Task MakeLabels(SeCoPipeline whole, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        await whole.PredictAsync(progress, cancellationToken);
        await whole.PseudoLabelAsync(StageShare.Whole, progress, cancellationToken);
        await whole.AggregateAsync(StageShare.Whole, progress, cancellationToken);
        await whole.CorrectAsync(StageShare.Whole, progress, cancellationToken);
    }

    /// <summary>The trainings on the target, side by side: none needs another. The first fault stops them all.</summary>
    private async Task<RunSummary[]> Train(Training[] trainings, DemoSettings settings, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        RunFolder labels = new(trainings[0].Folder);
        RunSummary[] summaries = new RunSummary[trainings.Length];
        SharedProgress shared = new(progress, trainings.Length, settings.Steps);
        ParallelOptions lanes = new() { MaxDegreeOfParallelism = settings.SideBySide, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, trainings.Length, lanes, async (i, token) =>
        {
            (string name, string folder, RunOptions options) = trainings[i];
            CopyLabels(labels, new RunFolder(folder));
            ILogger? log = _log is null ? null : new NamedLog(name, _log);
            summaries[i] = await Pipeline(name, options, folder, log).RunAsync(shared.Of(i), token);
            shared.End(i);
        });
        return summaries;
    }

    private SeCoPipeline Pipeline(string what, RunOptions options, string folder, ILogger? log)
    {
        _log?.LogInformation("demo: {What} in {Folder}", what, folder);
        return new SeCoPipeline(options, new RunFolder(folder), log);
    }

    /// <summary>Draws the scenes, unless that has been done with the same options.</summary>
    private DrawnDomains Draw(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        string fingerprint = new Fingerprint().Add("drawn domains").Add(Manifest.ProgramVersion).Add(OptionsWriter.ToYaml(_options.Data)).ToString();
        StageFolder stage = StageFolder.Open(_folder.Data, fingerprint, DrawnDomains.Names(_options.Data));
        if (stage.IsFinished && stage.Damage(hashAll: false) is [])
        {
            return DrawnDomains.In(stage.Path, _options.Data);
        }

        DrawnDomains domains = DrawnDomains.Write(stage.Path, _options.Data, progress, cancellationToken);
        stage.Finish();
        return domains;
    }

    /// <summary>Gives a baseline the labels of the whole method: with the same settings it would only make the same ones again.</summary>
    /// <remarks>Stages are copied aside and moved, so that one is there whole or not at all; those of other settings the run makes anew itself.</remarks>
    private static void CopyLabels(RunFolder from, RunFolder to)
    {
        foreach ((string source, string target) in new[]
        {
            (from.Predictions, to.Predictions), (from.PixelLabels, to.PixelLabels), (from.Aggregation, to.Aggregation), (from.Correction, to.Correction),
        })
        {
            if (Directory.Exists(source) && !Directory.Exists(target))
            {
                string aside = Path.Combine(to.Cache, Path.GetFileName(target));
                if (Directory.Exists(aside))
                {
                    Directory.Delete(aside, recursive: true);
                }

                Directory.CreateDirectory(aside);
                foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
                {
                    string copy = Path.Combine(aside, Path.GetRelativePath(source, file));
                    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                    File.Copy(file, copy);
                }

                Directory.Move(aside, target);
            }
        }
    }

    /// <summary>A training on the target that ends as a row of the demonstration's table.</summary>
    private sealed record Training(string Name, string Folder, RunOptions Options);
}

/// <summary>Says whose line a line is, where runs side by side write into one log.</summary>
internal sealed class NamedLog(string name, ILogger log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Log(logLevel, eventId, state, exception, (said, fault) => $"{name}: {formatter(said, fault)}");
}

/// <summary>The progress of trainings side by side as one: how many of all their steps are done. What else they report is not shown.</summary>
internal sealed class SharedProgress(IProgress<StageProgress>? progress, int trainings, long steps)
{
    private readonly long[] _done = new long[trainings];
    private readonly Lock _lock = new();

    /// <summary>What one training reports to.</summary>
    public IProgress<StageProgress> Of(int training) => new Part(this, training);

    /// <summary>A training has ended, be it that it had been done before.</summary>
    public void End(int training) => Set(training, steps);

    private void Set(int training, long done)
    {
        lock (_lock)
        {
            _done[training] = done;
            progress?.Report(new StageProgress(TrainingLoop.Stage, $"steps of {trainings} trainings", _done.Sum(), trainings * steps));
        }
    }

    private sealed class Part(SharedProgress all, int training) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Stage == TrainingLoop.Stage && value.Step == TrainingLoop.TrainStep)
            {
                all.Set(training, value.Done);
            }
        }
    }
}
