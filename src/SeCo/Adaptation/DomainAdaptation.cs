using System.Diagnostics;
using SeCo.Adaptation.Distributed;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Training;
using SeCo.Prediction;
using SeCo.Torch.Optim;

namespace SeCo.Adaptation;

/// <summary>Stage 4 (paper, section 2.4): trains a segmentation network on connectivity pseudo-labels (source-free, black-box, UDA), or plainly on
/// truth.</summary>
/// <remarks>The folder gets weights (<see cref="AdaptationFiles"/>), results and curves. A killed run is simply started again: it goes on from its last
/// checkpoint, on a CPU to the same weights. The network that is measured and delivered is the student; with a mean teacher it is the teacher.</remarks>
/// <example>
/// <code>
/// DomainAdaptation adaptation = new(ClassSet.Named("camvid11"), new AdaptationOptions(), environment);
/// AdaptationSummary summary = await adaptation.RunAsync(input, new StudentSource { Network = "espnet", Weights = "espnet_p_2_q_8.pth" }, "adapted");
/// </code>
/// </example>
public sealed class DomainAdaptation
{
    private readonly ClassSet _classes;
    private readonly AdaptationOptions _options;
    private readonly StageEnvironment _environment;

    private readonly TrainingMethod _method;

    /// <summary>Creates the stage.</summary>
    /// <param name="classes">The classes to learn.</param>
    /// <param name="options">The settings.</param>
    /// <param name="environment">Seed, device, log.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or there are more than 254 classes.</exception>
    public DomainAdaptation(ClassSet classes, AdaptationOptions options, StageEnvironment environment)
        : this(classes, options, environment, method: null)
    {
    }

    /// <summary>Creates the stage with a method that has no name in settings.</summary>
    internal DomainAdaptation(ClassSet classes, AdaptationOptions options, StageEnvironment environment, TrainingMethod? method)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(environment);
        _method = Checked(options, method);
        if (classes.Count > CropBatch.Padding)
        {
            throw new ArgumentException(
                $"Class set '{classes.Name}' has {classes.Count} classes, expected at most {CropBatch.Padding} to train on: the ids above mark padding and "
                    + "what has no label.",
                nameof(classes));
        }

        (_classes, _options, _environment) = (classes, options, environment with { Seed = options.Seed ?? environment.Seed });
    }

    /// <summary>The processes that train together, each of which calls <see cref="RunAsync"/> with the same; the first one reads and writes the folder and
    /// measures. Default: this process alone.</summary>
    public Ranks Ranks { get; init; } = Ranks.Alone;

    /// <summary>The folder for the last epoch's answers to validation images, as `seco predict` with its weights and these settings writes them; null: not
    /// kept.</summary>
    internal (string Folder, PredictionOptions Options)? Answers { get; init; }

    /// <summary>Checks settings as the stage would, what their method needs included.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public static void Check(AdaptationOptions options) => Checked(options, method: null);

    /// <summary>Makes the student and drops it again: faults of network, weights and classes show before the work of other stages, not after it.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public void CheckStudent(StudentSource student)
    {
        ArgumentNullException.ThrowIfNull(student);
        RandomSource random = new(_environment.Seed);
        StudentBuilder.Build(student, _options.Setting, _classes, random, random, Device.Cpu).Network.Dispose();
    }

    /// <summary>Trains, from the folder's checkpoint where there is one.</summary>
    /// <param name="input">The images.</param>
    /// <param name="student">Where the student comes from.</param>
    /// <param name="output">The folder; created as needed. Of several processes, all see the same.</param>
    /// <param name="progress">Told after each step and each image of an evaluation.</param>
    /// <param name="cancellationToken">Stops between the parts of a step; the last checkpoint stays.</param>
    /// <exception cref="ArgumentException">There is no such network or class set, or nothing says which classes mean which.</exception>
    /// <exception cref="DatasetException">Images that the setting needs are missing; files that cannot be used.</exception>
    /// <exception cref="Checkpoints.CheckpointException">First weights that do not fit, or a folder with a checkpoint of other settings.</exception>
    /// <exception cref="InvalidOperationException">The loss is not a finite number.</exception>
    public Task<AdaptationSummary> RunAsync(
        AdaptationInput input, StudentSource student, string output, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(student);
        ArgumentException.ThrowIfNullOrEmpty(output);
        InputChecks.Require(input, student, _options, _method);
        if (_options.BatchSize / _options.Accumulation < Ranks.Count)
        {
            throw new ArgumentException(
                $"adaptation.batch_size {_options.BatchSize} in {_options.Accumulation} parts cannot be shared by {Ranks.Count} processes. Start at most "
                + $"{_options.BatchSize / _options.Accumulation}, or give more images to a batch.");
        }

        // Minutes or hours of work have a thread of their own: the pool's, as many as cores, are for what must be ready in time, crops above all.
        return Task.Factory.StartNew(
            () => Run(input, student, new AdaptationFiles(output), progress, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private AdaptationSummary Run(
        AdaptationInput input, StudentSource source, AdaptationFiles files, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        RandomSource random = new RandomSource(_environment.Seed).Fork("adapt");
        RandomSource dropout = random.Fork("dropout");
        (SegmentationNetwork network, ClassMapping mapping) = StudentBuilder.Build(source, _options.Setting, _classes, random, dropout, _environment.Device);
        using SegmentationNetwork owned = network;
        Student student = new(network, mapping.Targets, _classes.Count, dropout) { Ranks = Ranks };
        (double Decay, bool FollowsNorms)? mean = _method.Mean(_options);
        using SegmentationNetwork? second = mean is null ? null : StudentBuilder.BuildTeacher(source, mapping, _environment.Device);
        using TensorScope scope = TensorScope.Open();
        BatchInput batches = new(input, _options, network.Preprocessing, _classes, _environment.Seed, cancellationToken) { Ranks = Ranks };
        Tensor? weights = ClassWeights.Of(_options, input.Labelled, _classes, batches.Crops.Files.ReadLabels, cancellationToken) is double[] balance
            ? Tensor.From([.. balance.Select(w => (float)w)], balance.Length).To(_environment.Device)
            : null;
        Teacher? teacher = mean is { } running ? new Teacher(student, second!, running.Decay, running.FollowsNorms) : null;
        using Optimizer optimizer = OptimizerBuilder.Build(network, _options.Optimizer);
        TrainingParts parts = new(
            Student: network,
            Mean: teacher,
            Step: _method.Step(new StepInput(student, teacher, _options, _environment.Seed, weights)),
            Batches: _method.Batches(batches),
            Optimizer: optimizer,
            Mapping: mapping,
            Evaluation: new EpochEvaluation(input, mapping, _options.Views),
            Answers: KeptOf(mapping),
            Network: StudentBuilder.EntryOf(source),
            Device: _environment.Device,
            Fingerprint: FingerprintOf(input, source, mapping)) { Ranks = Ranks };
        TrainingLoop loop = new(parts, _options, files, _environment.Log);
        long start = Stopwatch.GetTimestamp();
        TrainingHistory history = loop.Run(progress, cancellationToken);
        if (Ranks.Count > 1)
        {
            _environment.Log.LogInformation(
                "adapt: {Count} processes; of {Seconds:0.0} s, this one spent {Spent:0.0} s on sums over all of them, waiting for the others included",
                Ranks.Count, Stopwatch.GetElapsedTime(start).TotalSeconds, Ranks.Spent.TotalSeconds);
        }

        AdaptationSummary summary = Summarise(history, loop.Steps, parts, files);
        if (Ranks.IsFirst)
        {
            RunFileKinds.AdaptationSummary.Write(files.Summary, summary.ToRecord(_classes));
        }

        return summary;
    }

    // Only where evaluation looks at images as the prediction would, and where the last epoch is the model that is delivered.
    private KeptAnswers? KeptOf(ClassMapping mapping) => Answers is { } kept && _options.Selection.Criterion == SelectionCriterion.Last
        && OptionsWriter.ToYaml(kept.Options) == OptionsWriter.ToYaml(EpochEvaluation.OptionsOf(_options.Views))
            ? new KeptAnswers(kept.Folder, kept.Options, mapping) : null;

    private static TrainingMethod Checked(AdaptationOptions options, TrainingMethod? method)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        method ??= TrainingMethods.Of(options);
        OptionFaults.ThrowIfAny("adaptation", [.. method.CheckSettings(options)]);
        return method;
    }

    /// <summary>Hash of all that decides the course of the training. How batches are made ahead and when checkpoints are written may change between
    /// runs.</summary>
    private string FingerprintOf(AdaptationInput input, StudentSource source, ClassMapping mapping)
    {
        AdaptationOptions defaults = new();
        AdaptationOptions course = _options with
        {
            Workers = defaults.Workers, Prefetch = defaults.Prefetch, CheckpointEvery = defaults.CheckpointEvery, Weights = null, Network = null,
        };
        Fingerprint fingerprint = new Fingerprint()
            .Add(OptionsWriter.ToYaml(course)).Add($"{_environment.Seed}").Add(source.Network).Add(source.Role.ToString())
            .Add(source.Weights is null ? string.Empty : Fingerprint.OfFile(source.Weights))
            .Add(string.Join(' ', mapping.Targets)).Add(string.Join('\n', _classes.Classes.Select(c => c.Name)));
        foreach (TrainingImage image in input.Labelled.Concat(input.Unlabelled))
        {
            // What SeCo makes of the target is small and changes from run to run; images are large and do not.
            fingerprint.Add(image.Name).Add(OfFile(image.LabelPath)).Add(OfFile(image.RegionPath))
                .Add(OfFile(_options.ClassBalance.IsEnabled ? image.AnswerPath : null));
        }

        foreach (IReadOnlyList<TrainingImage> images in (IReadOnlyList<TrainingImage>[])[input.Labelled, input.Source, input.HeldOut, input.Validation])
        {
            fingerprint.Add(string.Join('\n', images.Select(i => i.Name)));
        }

        return fingerprint.ToString();

        static string OfFile(string? path) => path is null ? string.Empty : Fingerprint.OfFile(path);
    }

    private AdaptationSummary Summarise(TrainingHistory history, long steps, TrainingParts parts, AdaptationFiles files) => new(
        Epochs: history.Epochs[^1].Epoch,
        Steps: steps,
        StoppedEarly: history.Epochs[^1].Epoch < _options.Epochs,
        Last: history.Epochs[^1],
        Best: history.Best(_options.Selection.Criterion)!,
        Criterion: _options.Selection.Criterion,
        Network: parts.Role,
        LastWeights: files.Last,
        BestWeights: files.Best,
        ImagesPerSecond: history.TrainingSeconds > 0 ? history.Images / history.TrainingSeconds : 0,
        WaitShare: history.TrainingSeconds > 0 ? history.WaitedSeconds / history.TrainingSeconds : 0,
        Seconds: history.TrainingSeconds + history.EvaluationSeconds);
}
