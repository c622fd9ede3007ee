using SeCo.Adaptation.Distributed;
using SeCo.Adaptation.EventFiles;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Torch.Optim;

namespace SeCo.Adaptation.Training;

/// <summary>The training, from its checkpoint or from the beginning to its end.</summary>
/// <remarks>Everything that a step does follows from the seed, its number and the state that the checkpoint holds: a killed run goes on to the same weights.
/// At the end of an epoch that is evaluated, a checkpoint is written before (so that a kill costs no training) and another after (which holds the
/// result). Of several processes, all of which take the same steps, the first one measures and writes.</remarks>
internal sealed class TrainingLoop(TrainingParts parts, AdaptationOptions options, AdaptationFiles files, ILogger log)
{
    /// <summary>The stage's name in progress.</summary>
    public const string Stage = "adapt";

    /// <summary>The step of the stage that counts steps of training.</summary>
    public const string TrainStep = "train";

    private const int LogEvery = 10;

    // Weight decay makes weights that change nothing and that processors are slow with. The steps at which they become 0 follow from the step's number alone.
    private const int ClearEvery = 100;

    private readonly int _stepsPerEpoch = options.StepsPerEpoch > 0 ? options.StepsPerEpoch : parts.Batches.StepsPerEpoch;

    private readonly TrainingState _state = new(parts.Student, parts.Optimizer)
    {
        OtherModels = parts.Mean is null ? [] : new Dictionary<string, Torch.Nn.Module> { ["teacher"] = parts.Mean.Network },
    };

    private readonly TrainingOutput _output = new(parts, options, files);
    private readonly StepMeter _meter = new();
    private readonly TensorSums _sums = new(parts.Ranks);

    public long Steps => _state.Step;

    private Ranks Ranks => parts.Ranks;

    private long Total => (long)options.Epochs * _stepsPerEpoch;

    private int Epoch => (int)(_state.Step / _stepsPerEpoch);

    private bool IsEndOfEpoch => _state.Step > 0 && _state.Step % _stepsPerEpoch == 0;

    private bool IsEvaluationDue => IsEndOfEpoch && (Epoch % options.Selection.Every == 0 || _state.Step == Total);

    /// <summary>Trains until all epochs are done, or too many have passed without a better one.</summary>
    public TrainingHistory Run(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        TrainingHistory history = _output.Resume(_state, Total, log);
        history.Curve ??= new LossCurve(Total);
        Ranks.RequireSame($"step {_state.Step} of training {parts.Fingerprint}", cancellationToken);
        using EventFileWriter? events = Ranks.IsFirst ? new(files.Events, _state.Step + 1) : null;
        LinearWarmup schedule = new(new PolynomialDecay(options.Optimizer.LearningRate, Total, options.Optimizer.Power), options.Optimizer.WarmupSteps);
        if (IsEvaluationDue && history.Epochs.LastOrDefault()?.Epoch != Epoch)
        {
            history = EndEpoch(history, events, progress, cancellationToken); // a kill came between an epoch and its result
        }

        if (Ranks.IsFirst)
        {
            _output.WriteMissing(history);
        }

        parts.Student.Train();
        using BackgroundLoader<TrainingBatch> batches = LoadAhead(parts.Batches, options, _state.Step, Total, cancellationToken);
        while (_state.Step < Total && !history.IsExhausted(options.Selection))
        {
            double rate = schedule.At(_state.Step);
            Step(batches, rate, history, cancellationToken);
            progress?.Report(new StageProgress(Stage, TrainStep, _state.Step, Total));
            if (_state.Step % LogEvery == 0 || IsEndOfEpoch)
            {
                List<KeyValuePair<string, double>> measured = _meter.Take(rate, history);
                events?.Write(_state.Step, measured);
            }

            if (Ranks.IsFirst && (_state.Step % options.CheckpointEvery == 0 || IsEndOfEpoch))
            {
                _output.Save(_state, history);
            }

            if (IsEvaluationDue)
            {
                history = EndEpoch(history, events, progress, cancellationToken);
            }
        }

        return history;
    }

    /// <summary>Makes batches ahead of the training, on <see cref="AdaptationOptions.Workers"/> threads: each part of each step, in order.</summary>
    internal static BackgroundLoader<TrainingBatch> LoadAhead(
        IBatchSource source, AdaptationOptions options, long firstStep, long endStep, CancellationToken cancellationToken)
    {
        int parts = options.Accumulation;
        return new BackgroundLoader<TrainingBatch>(
            (number, token) => source.Make(number / parts, (int)(number % parts), token),
            firstStep * parts, endStep * parts, options.Workers, options.Prefetch * parts, cancellationToken);
    }

    private void Step(BackgroundLoader<TrainingBatch> batches, double rate, TrainingHistory history, CancellationToken cancellationToken)
    {
        double share = 1.0 / options.Accumulation, mean = 0;
        (_, int own, int whole) = BatchPlan.ShareOf(options, Ranks);
        for (int part = 0; part < options.Accumulation; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TrainingBatch batch = batches.Next();
            StepLosses losses = Backward(batch, part, share);
            RequireFinite(losses.Total);
            int images = batch.Images * whole / own; // those of all processes
            history.LossSum += share * losses.Total;
            mean += share * losses.Total;
            _meter.Add(losses, share);
            _meter.Add(images, batches.Waited);
            history.Images += images; // now: every checkpoint must count those of its steps
        }

        using (TensorScope scope = TensorScope.Open())
        {
            SumOver(parts.Student.NamedParameters().Values.Select(p => p.Grad).OfType<Tensor>());
        }

        parts.Optimizer.Step(rate);
        parts.Optimizer.ClearGrad();
        if (!options.SyncBatchNorm)
        {
            SumOver(RunningStatistics(), 1.0 / Ranks.Count);
        }

        parts.Mean?.Follow(_state.Step);
        _state.Step++;
        history.LossSteps++;
        history.Curve!.Add(_state.Step, mean);
        if (_state.Step % ClearEvery == 0)
        {
            parts.Student.FlushDenormals();
            parts.Mean?.Network.FlushDenormals();
        }
    }

    private StepLosses Backward(TrainingBatch batch, int part, double share)
    {
        (int first, int count, int of) = BatchPlan.ShareOf(options, Ranks);
        using BatchShare? own = Ranks.Count > 1 ? BatchShare.Open(first, count, of, options.SyncBatchNorm ? Ranks.Sum : null) : null;
        StepLosses losses = parts.Step.Backward(batch, _state.Step, part, share);
        own?.ThrowIfFailed();
        return losses.Summed(Ranks);
    }

    private void SumOver(IEnumerable<Tensor> tensors, double factor = 1)
    {
        if (Ranks.Count > 1)
        {
            _sums.Run(tensors, factor);
        }
    }

    /// <summary>What norms of networks keep of the batches. Each process has seen its own; all go on with the means of these, and the checkpoint has
    /// them.</summary>
    private IEnumerable<Tensor> RunningStatistics() =>
        from network in _state.OtherModels.Values.Prepend(parts.Student)
        from tensor in network.StateDictionary()
        where tensor.Key.EndsWith("running_mean", StringComparison.Ordinal) || tensor.Key.EndsWith("running_var", StringComparison.Ordinal)
        select tensor.Value;

    /// <summary>Measures the epoch, writes its weights, and those of the best epoch where it is that, and what has come of all so far.</summary>
    /// <returns>What has come of all so far, in every process.</returns>
    private TrainingHistory EndEpoch(
        TrainingHistory history, EventFileWriter? events, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        _meter.Pause();
        if (Ranks.IsFirst)
        {
            Measure(history, events!, progress, cancellationToken);
        }

        string told = Ranks.Shared(Ranks.IsFirst ? history.Compose(parts.Classes) : null, cancellationToken)!;
        _meter.Resume();
        return Ranks.IsFirst ? history : TrainingHistory.Parse(told, parts.Classes, Total);
    }

    private void Measure(TrainingHistory history, EventFileWriter events, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        EpochResult result = new(Epoch, _state.Step, history.LossSum / history.LossSteps);
        KeptAnswers? answers = _state.Step == Total ? parts.Answers : null;
        result = parts.Evaluation.Measure(parts.Delivered, parts.Device, result, answers, progress, cancellationToken);
        history.Epochs.Add(result);
        (history.LossSum, history.LossSteps) = (0, 0);
        history.EvaluationSeconds += System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;

        _output.WriteEpoch(history);
        answers?.Finish(parts.Network, files.Last);
        events.Write(_state.Step, EvaluationTags.Of(result, parts.Classes));
        _output.Save(_state, history);
        EvaluationTags.Tell(log, result, history.Best(options.Selection.Criterion)!, options.Epochs);
    }

    private void RequireFinite(double loss)
    {
        if (!double.IsFinite(loss))
        {
            throw new InvalidOperationException(
                $"adapt: the loss of step {_state.Step} is {loss}, so the weights would be lost. Lower adaptation.optimizer.learning_rate or give "
                + $"warmup_steps; the last checkpoint is kept in {files.Checkpoint}, delete the folder to begin anew.");
        }
    }
}
