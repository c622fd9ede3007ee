using SeCo.Adaptation.Training;

namespace SeCo.Pipeline.Demo;

/// <summary>The progress of trainings side by side as one: how many of all their steps are done. What else they report is not shown.</summary>
/// <param name="progress">Told the sum; null for nobody.</param>
/// <param name="trainings">How many there are.</param>
/// <param name="steps">The steps of each.</param>
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
