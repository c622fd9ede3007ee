using SeCo.Correction.Noise;
using SeCo.Correction.Regions;
using SeCo.Correction.Windows;
using SeCo.Datasets;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Models;
using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Torch;
using SeCo.Torch.Optim;

namespace SeCo.Correction.Classifier;

/// <summary>The paper's classifier: a whole network trained briefly on windows around the regions.</summary>
/// <remarks>
/// Everything a step does follows from the seed and the step's number, and a checkpoint holds weights, optimiser state and that number: a killed
/// run goes on to the same weights. What a finished part of the images was judged to be is kept in a file, so that it is not trained again.
/// </remarks>
internal sealed class WindowClassifier
{
    private const string Losses = "losses";
    private readonly CorrectionOptions _options;
    private readonly int _classes;
    private readonly StageEnvironment _environment;
    private readonly RegionTable _table;
    private readonly RegionImageCache _images;
    private readonly WindowOptions _window;

    /// <summary>Creates the classifier's run.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="classes">K.</param>
    /// <param name="environment">Seed, device, log.</param>
    /// <param name="table">All regions.</param>
    /// <param name="entries">All images.</param>
    /// <param name="files">The stage's files.</param>
    public WindowClassifier(
        CorrectionOptions options, int classes, StageEnvironment environment, RegionTable table, IReadOnlyList<ImageEntry> entries, CorrectionFiles files)
    {
        _options = options;
        _classes = classes;
        _environment = environment;
        _table = table;
        _images = new RegionImageCache(i => new RegionImage(RgbImageFile.Read(entries[i].ImagePath), [.. RegionFile.Read(files.Regions(entries[i].Name))]));
        WindowOptions style = options.Windows.ReferenceWindows ? WindowOptions.Reference : new WindowOptions();
        _window = style with { Width = options.Windows.Width, Height = options.Windows.Height };
    }

    /// <summary>Trains a network on some regions, or loads what was trained before, and judges others with it.</summary>
    /// <param name="trained">Rows to train on.</param>
    /// <param name="judged">Rows to judge.</param>
    /// <param name="checkpoint">Where to keep the training's state.</param>
    /// <param name="random">The generator; its draws depend on the part.</param>
    /// <param name="name">The part's name, for progress.</param>
    /// <param name="progress">Told about steps.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public RegionJudgement[] Run(
        int[] trained, int[] judged, string checkpoint, RandomSource random, string name, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        using RegionClassifier network = BackboneFactory.CreateClassifier(_options, _classes, _environment, random.Fork("network"));
        if (trained.Length > 0)
        {
            Train(network, trained, checkpoint, random, name, progress, cancellationToken);
        }

        return Judge(network, judged, name, progress, cancellationToken);
    }

    private Sgd CreateOptimiser(RegionClassifier network)
    {
        WindowTrainingOptions options = _options.Windows;
        ParameterGroup head = new(network.HeadParameters());
        ParameterGroup body = new(network.BodyParameters()) { LearningRateFactor = options.BodyLearningRate / options.HeadLearningRate };
        return new Sgd([head, body], options.Momentum, options.WeightDecay, nesterov: true);
    }

    private void Train(
        RegionClassifier network, int[] rows, string checkpoint, RandomSource random, string name, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        WindowTrainingOptions options = _options.Windows;
        using Sgd optimiser = CreateOptimiser(network);
        TrainingState state = new(network, optimiser);
        if (File.Exists(checkpoint))
        {
            TrainingCheckpoint.Load(checkpoint, state);
        }

        InverseDecay schedule = new(options.HeadLearningRate, options.ScheduleIterations == 0 ? options.Iterations : options.ScheduleIterations);
        LossCurve curve = LossCurve.Parse(state.Notes.TryGetValue(Losses, out string? losses) ? losses : null, options.Iterations);
        WindowLoader loader = new(_images, _window, new WindowLoaderOptions { BatchSize = options.BatchSize });
        network.Train();
        foreach (WindowBatch batch in loader.Load(Requests(rows, state.Step, random), cancellationToken))
        {
            using (batch)
            using (TensorScope scope = TensorScope.Open())
            {
                Tensor logits = Forward(network, batch); // [B, K]
                long[] targets = [.. batch.Requests.Select(r => (long)_table.Classes[RowOf(r)])];
                Tensor loss = logits.CrossEntropy(Tensor.From(targets, targets.Length).To(_environment.Device), labelSmoothing: options.LabelSmoothing);
                loss.Backward();
                state.Step++; // the schedule counts steps from 1, as the reference does
                curve.Add(state.Step, loss.To(Device.Cpu).ToArray<float>()[0]);
                optimiser.Step(schedule.At(state.Step));
                optimiser.ClearGrad();
            }

            progress?.Report(new StageProgress("correct", $"train classifier, {name}", state.Step, options.Iterations));
            if (state.Step % options.CheckpointEvery == 0 || state.Step == options.Iterations)
            {
                state.Notes[Losses] = curve.Compose();
                TrainingCheckpoint.Save(checkpoint, state);
            }
        }

        ClassifierCurves.KeepPart(checkpoint, curve);
    }

    private IEnumerable<WindowRequest> Requests(int[] rows, long first, RandomSource random)
    {
        WindowTrainingOptions options = _options.Windows;
        RegionSampler sampler = new(rows, TrainingWeights.Of(_options, _table.Classes.At(rows), _table.Areas.At(rows), _table.MeanConfidences.At(rows)),
            random.Fork("order"));
        RandomSource mirrors = random.Fork("mirror");
        int[] chosen = new int[options.BatchSize];
        for (long step = first; step < options.Iterations; step++)
        {
            sampler.Draw(step, chosen);
            RandomSource mirror = mirrors.Fork($"step {step}");
            foreach (int row in chosen)
            {
                yield return RequestOf(row) with { Flip = options.Flip && mirror.NextBool() };
            }
        }
    }

    private RegionJudgement[] Judge(RegionClassifier network, int[] rows, string name, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        using GradMode evaluation = GradMode.Disable();
        network.Eval();
        RegionJudgement[] judgements = new RegionJudgement[rows.Length];
        int done = 0;
        WindowLoader loader = new(_images, _window, new WindowLoaderOptions { BatchSize = _options.Windows.BatchSize });
        foreach (WindowBatch batch in loader.Load(rows.Select(RequestOf), cancellationToken))
        {
            using (batch)
            using (TensorScope scope = TensorScope.Open())
            {
                float[] logits = Forward(network, batch).LogSoftmax(1).To(Device.Cpu).ToArray<float>(); // [B, K]
                for (int i = 0; i < batch.Requests.Count; i++, done++)
                {
                    judgements[done] = RegionJudgement.From(logits.AsSpan(i * _classes, _classes), _table.Classes[rows[done]]);
                }
            }

            progress?.Report(new StageProgress("correct", $"judge regions, {name}", done, rows.Length));
        }

        return judgements;
    }

    private Tensor Forward(RegionClassifier network, WindowBatch batch)
    {
        int count = batch.Requests.Count, height = _window.Height, width = _window.Width;
        Tensor images = Tensor.From<float>(batch.Images.Span, count, 3, height, width).To(_environment.Device).ToMemoryFormat(MemoryFormat.ChannelsLast);
        Tensor masks = Tensor.From<float>(batch.Masks.Span, count, 1, height, width).To(_environment.Device);
        return network.Forward(images, masks);
    }

    private WindowRequest RequestOf(int row) => new(_table.Images[row], _table.PlaceInImage(row));

    private int RowOf(WindowRequest request) => _table.RowsOf(request.Image).First + request.Region;
}
