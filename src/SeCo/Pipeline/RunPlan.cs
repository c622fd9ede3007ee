using SeCo.Adaptation;
using SeCo.Adaptation.Methods;
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
    private const int TriedSteps = 15;

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
        ImageEntry[] tried = Dataset.Spread(dataset.Entries, _plan.Images);
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

        PlanRecord record = new(
            dataset.Entries.Count, tried.Length, dataset.Classes.Count, _stages.Sum(s => s.Seconds), _stages.Sum(s => s.ProcessorSeconds),
            _stages.Select(s => s.Memory).DefaultIfEmpty().Max(), _stages.Sum(s => s.Disk)) { Stages = _stages, Notes = _notes };
        return record with { Proposals = PlanAdvice.Of(record, options, _plan) };
    }

    /// <summary>The settings of the run over a few images: everything else as it is, but a training of a few steps.</summary>
    private RunOptions Small(int images)
    {
        DatasetOptions? Few(DatasetOptions? section) => section is null ? null : section with { Limit = Math.Min(section.Limit ?? images, images) };
        return options with
        {
            Rounds = 1, Source = Few(options.Source), Validation = Few(options.Validation),

            // One that other runs share would be written to, and what it has already would be measured as done in no time.
            Aggregation = options.Aggregation with { Sam = options.Aggregation.Sam with { Cache = options.Aggregation.Sam.Cache is "" ? "" : null } },
            Adaptation = options.Adaptation is { } adaptation
                ? adaptation with
                {
                    Epochs = 1, StepsPerEpoch = TriedSteps,
                    Split = adaptation.Split with { UnlabelledFromAll = true }, // of a few, all may be labelled
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
        int learnt = adaptation.Setting == AdaptationSetting.Supervised && source > 0 ? source : dataset.Entries.Count;
        SplitOptions split = TrainingMethods.Of(adaptation).Split(adaptation);
        int labelled = split.Rule == SplitRule.All ? learnt : (int)Math.Round(split.Portion * learnt);
        int largest = new[] { labelled, split.UnlabelledFromAll ? learnt : learnt - labelled, adaptation.Setting == AdaptationSetting.Uda ? source : 0 }.Max();
        int steps = adaptation.StepsPerEpoch > 0 ? adaptation.StepsPerEpoch : (largest + adaptation.BatchSize - 1) / adaptation.BatchSize;
        return new PlanCounts(dataset.Entries.Count, tried, measured, Math.Min(measured, tried), (long)steps * adaptation.Epochs,
            (adaptation.Epochs + adaptation.Selection.Every - 1) / adaptation.Selection.Every, Math.Min(options.Report.Images, dataset.Entries.Count));
    }

    private async Task Measure(SeCoPipeline pipeline, PlanCounts counts, CancellationToken limit, CancellationToken cancellationToken)
    {
        // What a stage writes, and how much more the run will write there. Weights stay as they are; all else has a file or more for each image.
        RunFolder folder = pipeline.Folder;
        double more = counts.Images / (double)counts.Tried;
        (string Name, (string Path, double More)[] Writes, Func<IProgress<StageProgress>, Task> Run)[] stages =
        [
            ("predict", [(folder.Predictions, more)], clock => pipeline.PredictAsync(clock, limit)),
            ("pseudo-label", [(folder.PixelLabels, more)], clock => pipeline.PseudoLabelAsync(StageShare.Whole, clock, limit)),
            ("aggregate", [(folder.Aggregation, more)], clock => pipeline.AggregateAsync(StageShare.Whole, clock, limit)),
            ("correct", [(folder.Correction, more), (folder.Labels, more)], clock => pipeline.CorrectAsync(StageShare.Whole, clock, limit)),
            ("adapt", [(folder.Adaptation, 1), (folder.Adapted, counts.Measured / (double)counts.TriedMeasured)], clock => pipeline.AdaptAsync(clock, limit)),
            ("evaluate", [(folder.Cache, more), (folder.Report, counts.Shown / (double)counts.Tried)], clock => pipeline.RunAsync(clock, limit)),
        ];
        foreach ((string name, (string, double)[] writes, Func<IProgress<StageProgress>, Task> run) in stages.Where(
            s => s.Name switch { "evaluate" => true, "adapt" => options.Adaptation is not null, _ => options.NeedsLabels }))
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
            Add(name, writes, clock, (wall, processor), counts);
            if (limit.IsCancellationRequested)
            {
                break;
            }
        }
    }

    private void Add(string name, (string Path, double More)[] writes, StageClock clock, (double Wall, double Processor) end, PlanCounts counts)
    {
        bool adapts = name == "adapt";
        IEnumerable<TimedStep> steps = clock.Steps.Where(step => !adapts || step.Stage != "report"); // a run writes one, at its end
        (double wall, double processor) = steps.Select(step => step.For(counts.Of(step, adapts)))
            .Aggregate(end, (sum, step) => (sum.Wall + step.Wall, sum.Processor + step.Processor));
        long disk = (long)writes.Sum(w => Size(w.Path) * w.More);
        long features = name == "correct" ? (long)(Size(writes[0].Path) * (writes[0].More - 1)) : 0; // the classifier holds what lies in the stage's folder
        long items = adapts ? counts.Steps : counts.Images;
        int passes = Math.Max(1, steps.Count(step => adapts == step.IsTraining)), rounds = options.Rounds;
        if (wall > 0.05 || disk > 0)
        {
            _stages.Add(new PlannedStageRecord(
                name, items, passes * rounds, wall * rounds, processor * rounds, clock.Memory + features, disk * rounds));
        }
    }

    private static long Size(string path) => File.Exists(path) ? new FileInfo(path).Length : !Directory.Exists(path) ? 0
        : new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
