using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Adaptation.Distributed;
using SeCo.Pipeline.Stages;
using SeCo.Prediction;
using SeCo.Reports;

namespace SeCo.Pipeline;

/// <summary>The stages of SeCo in their order, over one run folder. Finished work is kept: calling again goes on where the last call stopped.</summary>
/// <remarks>
/// Each stage's folder carries a fingerprint of its settings, its inputs and the stages before it. A stage whose fingerprint is unchanged and finished is
/// skipped; one whose fingerprint is unchanged and unfinished keeps its finished images; any other starts anew. Later rounds lie in folders of their own.
/// </remarks>
public sealed class SeCoPipeline
{
    private readonly RunOptions _options;
    private readonly ILogger _log;
    private readonly CustomParts _parts;
    private readonly Round _first;

    /// <summary>Opens a run.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="log">Told what happens; null for nobody.</param>
    /// <param name="parts">What the program brings itself, such as a segmenter; null for nothing.</param>
    /// <exception cref="ArgumentException">Settings out of range.</exception>
    /// <exception cref="IOException">Missing or ambiguous files, or a run folder that is not apart from the folders of the images.</exception>
    public SeCoPipeline(RunOptions options, RunFolder folder, ILogger? log = null, CustomParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folder);
        _parts = parts ?? new CustomParts();
        options = _parts.Dataset is { } own ? options with { Dataset = own.Options } : options;
        options.Validate();
        _options = options;
        _log = log ?? NullLogger.Instance;
        Folder = folder;
        RunContext context = new(options, folder, _log, _parts);
        OutputFolder.RequireApart(folder.Path, context.InputFolders());
        _first = new Round(context, options.Model, 1);
        TorchRuntime.SetThreads(options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
    }

    /// <summary>Where the run lies.</summary>
    public RunFolder Folder { get; }

    /// <summary>Runs every stage of every round, and measures the labels of each and the adapted models where there is truth.</summary>
    public async Task<RunSummary> RunAsync(IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using IDisposable alone = Folder.Lock();
        _first.Check();
        RunSummary summary = await _first.RunAsync(progress, cancellationToken);
        List<RunSummary> later = [];
        List<Round> rounds = [_first];
        RunFolder before = Folder;
        for (int number = 2; number <= _options.Rounds; number++)
        {
            _log.LogInformation("round {Round} of {Rounds}", number, _options.Rounds);
            Round round = Next(before, number);
            round.Check();
            later.Add(await round.RunAsync(progress, cancellationToken));
            rounds.Add(round);
            before = Folder.Round(number);
        }

        summary = summary with { LaterRounds = later };
        if (summary.HasMeasures)
        {
            AtomicFile.Write(Folder.Evaluation, summary.WriteJson);
        }

        _log.LogInformation("finished: {Images} images", summary.Images);
        return await WithReport(summary, rounds, progress, cancellationToken);
    }

    /// <summary>Before stage 1: the answers of <see cref="RunOptions.Model"/>, where the dataset has none. Does nothing where it has.</summary>
    public Task PredictAsync(IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Held(StageShare.Whole, () => _first.PredictAsync(progress, cancellationToken));

    /// <summary>Stage 1: pixel pseudo-labels.</summary>
    public Task PseudoLabelAsync(StageShare share, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Stage(share, RunPart.Statistics, () => _first.Labels.PseudoLabel(share, progress, cancellationToken), progress, cancellationToken);

    /// <summary>Stage 2: PSA.</summary>
    public Task AggregateAsync(StageShare share, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Stage(share, RunPart.Aggregate, () => _first.Labels.Aggregate(share, progress, cancellationToken), progress, cancellationToken);

    /// <summary>Stage 3: SCC, and the final labels with their list.</summary>
    public Task CorrectAsync(StageShare share, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Stage(share, RunPart.Regions, () => _first.Labels.Correct(share, progress, cancellationToken), progress, cancellationToken);

    /// <summary>The parts of a run, in their order, which ends with the last one as <see cref="RunAsync"/> does. Each may be done in shares, by other
    /// processes and on other machines; the bytes are the same.</summary>
    public IReadOnlyList<RunPart> Parts => _first.Parts;

    /// <summary>Does a share of a part: a shard's images, or what needs all images after that; or both, as one shard.</summary>
    /// <param name="name">The part, one of <see cref="Parts"/>.</param>
    /// <param name="share">What is to be done of it.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it; what is finished is kept.</param>
    /// <returns>What was measured; null where nothing was.</returns>
    /// <exception cref="ArgumentException">There is no such part, it cannot be divided, or the run has several rounds.</exception>
    /// <exception cref="IOException">A part before it has not ended, with these settings and inputs.</exception>
    public async Task<RunSummary?> RunPartAsync(
        string name, StageShare share, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        RunPart part = Parts.FirstOrDefault(p => p.Name == name) ?? throw new ArgumentException(
            $"part {name}: this run has none of that name, expected {string.Join(", ", Parts.Select(p => p.Name))}.");
        OptionFaults.ThrowIfAny(
            $"part {name}",
            (_options.Rounds == 1, "is of a run of one round alone; this one has more. Run each round by itself, or all with `seco run`"),
            (part.HasShards || share == StageShare.Whole, "is not divided into shards"));
        return await DoAsync(part, share, progress, cancellationToken);
    }

    private async Task<RunSummary?> DoAsync(RunPart part, StageShare share, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        using IDisposable held = Folder.Lock(share.IsShared);
        RunSummary? summary = null;
        foreach (StageShare own in part.HasShards && share == StageShare.Whole ? [StageShare.Of(new Shard(1, 1)), StageShare.MergeOf(1)] : new[] { share })
        {
            summary = await _first.RunPartAsync(part, own with { Part = part.Name }, progress, cancellationToken);
        }

        return summary is not null && part.Name == RunPart.Evaluate ? await WithReport(summary, [_first], progress, cancellationToken) : summary;
    }

    /// <summary>Stage 4 of the first round: trains on the labels of the finished stages, and measures the adapted model where there is truth.</summary>
    /// <exception cref="ArgumentException">The settings have no section <c>adaptation</c>.</exception>
    /// <exception cref="IOException">The stage whose labels are wanted has not finished.</exception>
    public async Task<RunSummary> AdaptAsync(IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using IDisposable held = Folder.Lock();
        return await WithReport(await _first.AdaptAsync(progress, cancellationToken), [_first], progress, cancellationToken);
    }

    /// <summary>In a process that is not the first of its ranks: takes part in the trainings that the first one does, until that is done with all. Nothing is
    /// looked at before.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="open">Opens the same run, with these <see cref="CustomParts.Ranks"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task FollowAsync(Ranks ranks, Func<SeCoPipeline> open, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentNullException.ThrowIfNull(open);
        SeCoPipeline? run = null;
        while (TrainingOrder.Take(ranks, cancellationToken) is { } order)
        {
            run ??= open();
            Round round = order.Round == 1 ? run._first : run.Next(order.Round == 2 ? run.Folder : run.Folder.Round(order.Round - 1), order.Round);
            await round.FollowAsync(order, cancellationToken);
        }
    }

    // A shard of a stage is one of its first part.
    private Task Stage(StageShare share, string first, Func<Task> whole, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share.Shard is null ? Held(share, whole) : DoAsync(Parts.First(p => p.Name == first), share, progress, cancellationToken);
    }

    private async Task Held(StageShare share, Func<Task> stage)
    {
        ArgumentNullException.ThrowIfNull(share);
        using IDisposable held = Folder.Lock(share.IsShared);
        await stage();
    }

    // All results are there by now: a report that cannot be written takes none of them away.
    private async Task<RunSummary> WithReport(
        RunSummary summary, IReadOnlyList<Round> rounds, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (!_options.Report.Enabled)
        {
            return summary;
        }

        try
        {
            ILookup<string, GallerySurvey> surveys = rounds.SelectMany(r => r.Surveys.Select(s => (r.Folder.Path, Survey: s)))
                .ToLookup(s => s.Path, s => s.Survey);
            return summary with { ReportPath = (await RunReport.WriteAsync(Folder, null, [], surveys, progress, cancellationToken)).Path };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _log.LogWarning("report: not written; all results are there, and `seco report {Folder}` tries again. {Fault}", Folder.Path, fault.Message);
            return summary;
        }
    }

    // The adapted model of the round before is the one that predicts; what the student starts from is the settings' affair.
    private Round Next(RunFolder before, int number)
    {
        ModelOptions adapted = new() { Weights = before.Adaptation };
        RunOptions options = _options with { Model = adapted, Rounds = 1, Dataset = _options.Dataset with { Predictions = new PredictionSources() } };
        return new Round(new RunContext(options, Folder.Round(number), _log, _parts with { Dataset = _parts.Dataset?.WithoutAnswers() }),
            _options.Adaptation!.Continue ? adapted : _options.Model, number);
    }
}
