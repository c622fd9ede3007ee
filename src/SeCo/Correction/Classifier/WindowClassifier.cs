using SeCo.Correction.Noise;
using SeCo.Correction.Regions;
using SeCo.Correction.Windows;
using SeCo.Torch.Optim;

namespace SeCo.Correction.Classifier;

/// <summary>The paper's classifier: a whole network trained briefly on windows around the regions.</summary>
/// <remarks>Everything a step does follows from the seed and the step's number, and a checkpoint holds weights, optimiser state and that number: a killed run
/// goes on to the same weights. What a finished part of the images was judged to be is kept in a file, so that it is not trained again.</remarks>
internal sealed class WindowClassifier
{
    private const string Losses = "losses";
    private readonly CorrectionContext _run;
    private readonly WindowTrainingOptions _options;
    private readonly WindowOptions _window;
    private readonly WindowLoader _loader;

    public WindowClassifier(CorrectionContext run)
    {
        (_run, _options) = (run, run.Options.Windows);
        _window = new WindowOptions(_options.Width, _options.Height) { Reference = _options.ReferenceWindows };
        _loader = new WindowLoader(Load, _window, _options.BatchSize);

        WindowImage Load(int image) =>
            new(RgbImageFile.Read(run.Entries[image].ImagePath), [.. RegionFile.Read(run.Files.Regions(run.Entries[image].Name))]);
    }

    /// <summary>Trains a network on some regions, or loads what a checkpoint holds of it, and judges others with it. Draws depend on the part; its name is
    /// for progress.</summary>
    public RegionJudgement[] Run(RegionRow[] trained, RegionRow[] judged, string checkpoint, RandomSource random, string name)
    {
        using RegionClassifier network = BackboneFactory.CreateClassifier(_run.Options, _run.Classes.Count, _run.Environment, random.Fork("network"));
        if (trained.Length > 0)
        {
            Train(network, trained, checkpoint, random, name);
        }

        return Judge(network, judged, name);
    }

    /// <summary>The file that keeps the losses of a part's training.</summary>
    public static string LossesOf(string checkpoint) => checkpoint + ".losses.json";

    private Sgd CreateOptimiser(RegionClassifier network)
    {
        ParameterGroup head = new(network.HeadParameters());
        ParameterGroup body = new(network.BodyParameters()) { LearningRateFactor = _options.BodyLearningRate / _options.HeadLearningRate };
        return new Sgd([head, body], _options.Momentum, _options.WeightDecay, nesterov: true);
    }

    private void Train(RegionClassifier network, RegionRow[] rows, string checkpoint, RandomSource random, string name)
    {
        using Sgd optimiser = CreateOptimiser(network);
        TrainingState state = new(network, optimiser);
        if (File.Exists(checkpoint))
        {
            TrainingCheckpoint.Load(checkpoint, state);
        }

        InverseDecay schedule = new(_options.HeadLearningRate, _options.ScheduleIterations == 0 ? _options.Iterations : _options.ScheduleIterations);
        LossCurve curve = LossCurve.Parse(state.Notes.TryGetValue(Losses, out string? losses) ? losses : null, _options.Iterations);
        network.Train();
        foreach (WindowBatch batch in _loader.Load(Requests(rows, state.Step, random), _run.CancellationToken))
        {
            using (batch)
            using (TensorScope scope = TensorScope.Open())
            {
                Tensor logits = Forward(network, batch); // [B, K]
                long[] targets = [.. batch.Requests.Select(r => (long)r.Region.Class)];
                Tensor loss = logits.CrossEntropy(Tensor.From(targets, targets.Length).To(_run.Environment.Device), labelSmoothing: _options.LabelSmoothing);
                loss.Backward();
                state.Step++; // the schedule counts steps from 1, as the reference does
                curve.Add(state.Step, loss.To(Device.Cpu).ToArray<float>()[0]);
                optimiser.Step(schedule.At(state.Step));
                optimiser.ClearGrad();
            }

            _run.Report($"train classifier, {name}", state.Step, _options.Iterations);
            if (state.Step % _options.CheckpointEvery == 0 || state.Step == _options.Iterations)
            {
                state.Notes[Losses] = curve.Compose();
                TrainingCheckpoint.Save(checkpoint, state);
            }
        }

        AtomicFile.WriteAllText(LossesOf(checkpoint), curve.Compose());
    }

    private IEnumerable<WindowRequest> Requests(RegionRow[] rows, long first, RandomSource random)
    {
        RegionSampler sampler = new([.. Enumerable.Range(0, rows.Length)], TrainingWeights.Of(_run.Options, rows), random.Fork("order"));
        RandomSource mirrors = random.Fork("mirror");
        int[] chosen = new int[_options.BatchSize];
        for (long step = first; step < _options.Iterations; step++)
        {
            sampler.Draw(step, chosen);
            RandomSource mirror = mirrors.Fork($"step {step}");
            foreach (int row in chosen)
            {
                yield return new WindowRequest(rows[row], _options.Flip && mirror.NextBool());
            }
        }
    }

    private RegionJudgement[] Judge(RegionClassifier network, RegionRow[] rows, string name)
    {
        using GradMode evaluation = GradMode.Disable();
        network.Eval();
        List<RegionJudgement> judgements = new(rows.Length);
        int classes = _run.Classes.Count;
        foreach (WindowBatch batch in _loader.Load(rows.Select(row => new WindowRequest(row)), _run.CancellationToken))
        {
            using (batch)
            using (TensorScope scope = TensorScope.Open())
            {
                float[] logits = Forward(network, batch).LogSoftmax(1).To(Device.Cpu).ToArray<float>(); // [B, K]
                judgements.AddRange(batch.Requests.Select((r, i) => RegionJudgement.From(logits.AsSpan(i * classes, classes), r.Region.Class)));
            }

            _run.Report($"judge regions, {name}", judgements.Count, rows.Length);
        }

        return [.. judgements];
    }

    private Tensor Forward(RegionClassifier network, WindowBatch batch)
    {
        int count = batch.Requests.Count, height = _window.Height, width = _window.Width;
        Tensor images = Read(batch.Images, 3).ToMemoryFormat(MemoryFormat.ChannelsLast), masks = Read(batch.Masks, 1);
        return network.Forward(images, masks);

        Tensor Read(float[] buffer, int channels) =>
            Tensor.From<float>(buffer.AsSpan(0, count * channels * height * width), count, channels, height, width).To(_run.Environment.Device);
    }
}
