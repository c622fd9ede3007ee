using SeCo.Adaptation;
using SeCo.Pipeline.Planning;

namespace SeCo.Pipeline;

/// <summary>
/// Tells what a run will take on this machine before it begins: its stages work on a few of its images, with its settings, in a folder that is removed, and
/// what each item took is multiplied by the number of items.
/// </summary>
/// <param name="options">The settings of the run.</param>
/// <param name="plan">How to measure, and what the run may take; null: the defaults.</param>
/// <param name="parts">What the program brings itself; null for nothing.</param>
public sealed class RunPlan(RunOptions options, PlanOptions? plan = null, CustomParts? parts = null)
{
    private const int TriedSteps = 5;

    private readonly PlanOptions _plan = plan ?? new PlanOptions();
    private readonly List<string> _notes = [];
    private readonly List<PlannedStageRecord> _stages = [];

    /// <summary>Measures and estimates.</summary>
    /// <param name="cancellationToken">Ends the work; the folder that it worked in is removed.</param>
    /// <exception cref="ArgumentException">Settings out of range.</exception>
    /// <exception cref="IOException">Files that the run needs are missing; what stops the run stops its plan.</exception>
    public async Task<PlanRecord> RunAsync(CancellationToken cancellationToken = default)
    {
        _plan.Validate();
        options.Validate();
        Dataset dataset = parts?.Dataset ?? Dataset.Open(options.Dataset);
        ImageEntry[] tried = Spread(dataset.Entries, Math.Min(_plan.Images, dataset.Entries.Count));
        string folder = Directory.CreateTempSubdirectory("seco-plan-").FullName;
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(_plan.Seconds));
            CustomParts own = (parts ?? new CustomParts()) with { Dataset = dataset.Part(tried) };
            SeCoPipeline pipeline = new(Small(tried.Length), new RunFolder(Path.Combine(folder, "run")), null, own);
            await Measure(pipeline, Counts(dataset, tried.Length), limit.Token, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        double rounds = options.Rounds;
        PlanRecord record = new(
            dataset.Entries.Count, tried.Length, dataset.Classes.Count, rounds * _stages.Sum(s => s.Seconds), rounds * _stages.Sum(s => s.ProcessorSeconds),
            _stages.Select(s => s.Memory).DefaultIfEmpty().Max(), (long)rounds * _stages.Sum(s => s.Disk)) { Stages = _stages, Notes = _notes };
        return record with { Proposals = PlanAdvice.Of(record, options, _plan) };
    }

    /// <summary>The settings of the run over a few images: everything else as it is, but a training of a few steps.</summary>
    private RunOptions Small(int images)
    {
        DatasetOptions? Few(DatasetOptions? section) => section is null ? null : section with { Limit = Math.Min(section.Limit ?? images, images) };
        return options with
        {
            Rounds = 1, Source = Few(options.Source), Validation = Few(options.Validation),
            Adaptation = options.Adaptation is { } adaptation
                ? adaptation with
                {
                    Epochs = 1, StepsPerEpoch = TriedSteps,
                    Selection = adaptation.Selection with { HeldOutImages = Math.Min(adaptation.Selection.HeldOutImages, images / 3) },
                }
                : null,
        };
    }

    // How many items the whole run has for each of the few: images of the dataset, images that models are measured on, steps and epochs of the training.
    private PlanCounts Counts(Dataset dataset, int tried)
    {
        bool adapts = options.Adaptation is not null;
        int measured = adapts && options.Validation is not null ? Dataset.Open(options.Validation).Entries.Count : dataset.Entries.Count;
        int source = adapts && options.Source is not null ? Dataset.Open(options.Source).Entries.Count : 0;
        AdaptationOptions adaptation = options.Adaptation ?? new AdaptationOptions();
        int largest = adaptation.Setting == AdaptationSetting.Supervised && source > 0 ? source : Math.Max(source, dataset.Entries.Count);
        int steps = adaptation.StepsPerEpoch > 0 ? adaptation.StepsPerEpoch : (largest + adaptation.BatchSize - 1) / adaptation.BatchSize;
        return new PlanCounts(dataset.Entries.Count, tried, measured, Math.Min(measured, tried), (long)steps * adaptation.Epochs, adaptation.Epochs,
            Math.Min(options.Report.Images, dataset.Entries.Count));
    }

    private async Task Measure(SeCoPipeline pipeline, PlanCounts counts, CancellationToken limit, CancellationToken cancellationToken)
    {
        bool supervised = options.Adaptation is { Setting: AdaptationSetting.Supervised };
        (string Name, string[] Folders, Func<IProgress<StageProgress>, Task> Run)[] stages =
        [
            .. supervised ? [] : new (string, string[], Func<IProgress<StageProgress>, Task>)[]
            {
                ("predict", [pipeline.Folder.Predictions], clock => pipeline.PredictAsync(clock, limit)),
                ("pseudo-label", [pipeline.Folder.PixelLabels], clock => pipeline.PseudoLabelAsync(StageShare.Whole, clock, limit)),
                ("aggregate", [pipeline.Folder.Aggregation], clock => pipeline.AggregateAsync(StageShare.Whole, clock, limit)),
                ("correct", [pipeline.Folder.Correction, pipeline.Folder.Labels], clock => pipeline.CorrectAsync(StageShare.Whole, clock, limit)),
            },
            .. options.Adaptation is null ? [] : new (string, string[], Func<IProgress<StageProgress>, Task>)[]
            {
                ("adapt", [pipeline.Folder.Adaptation, pipeline.Folder.Adapted], clock => pipeline.AdaptAsync(clock, limit)),
            },
            ("evaluate", [], clock => pipeline.RunAsync(clock, limit)),
        ];
        foreach ((string name, string[] folders, Func<IProgress<StageProgress>, Task> run) in stages)
        {
            using StageClock clock = new();
            try
            {
                await run(clock);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _notes.Add($"{name}: not finished on {counts.Tried} images after {_plan.Seconds:0} s; its time is estimated from what was done, what comes "
                    + "after it is not. --seconds gives the measurement more time.");
            }

            (double wall, double processor) = clock.End();
            Add(name, folders, clock, (wall, processor), counts);
            if (limit.IsCancellationRequested)
            {
                break;
            }
        }
    }

    private void Add(string name, string[] folders, StageClock clock, (double Wall, double Processor) end, PlanCounts counts)
    {
        bool adapts = name == "adapt";
        (double wall, double processor) = clock.Steps.Select(step => step.For(counts.Of(step, adapts)))
            .Aggregate(end, (sum, step) => (sum.Wall + step.Wall, sum.Processor + step.Processor));
        double more = folders.Length == 0 ? 0 : counts.Images / (double)counts.Tried;

        // Weights stay as they are; all else has a file or more for each image.
        long disk = (long)folders.Select(folder => folder == folders[0] && adapts ? Size(folder)
            : Size(folder) * (adapts ? counts.Measured / (double)counts.TriedMeasured : more)).Sum();
        long features = name == "correct" ? (long)(Size(folders[0]) * (more - 1)) : 0; // the classifier holds what lies in the stage's folder
        long items = adapts ? counts.Steps : counts.Images;
        int passes = clock.Steps.Count(step => adapts == step.IsTraining) * options.Rounds;
        if (wall > 0.05 || folders.Length > 0 && disk > 0)
        {
            _stages.Add(new PlannedStageRecord(name, items, Math.Max(1, passes), wall, processor, clock.Memory + features, disk));
        }
    }

    private static long Size(string folder) => !Directory.Exists(folder) ? 0
        : new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static ImageEntry[] Spread(IReadOnlyList<ImageEntry> entries, int count) =>
        [.. Enumerable.Range(0, count).Select(i => entries[(int)((long)i * entries.Count / count)])];
}
