using System.Diagnostics;
using SeCo.Adaptation.Methods;

namespace SeCo.Adaptation.Training;

/// <summary>What steps measured, until it is told: means of the losses, speed, and the share of time that was waited for crops.</summary>
internal sealed class StepMeter
{
    private readonly OrderedDictionary<string, (double Sum, double Weight)> _sums = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _images;
    private double _waited;

    public void Add(StepLosses losses, double share)
    {
        foreach ((string tag, double value) in losses.Tags())
        {
            (double sum, double weight) = _sums.GetValueOrDefault(tag);
            _sums[tag] = (sum + (share * value), weight + share);
        }
    }

    /// <summary>Adds images that were trained on, and the time that was waited for them.</summary>
    public void Add(int images, TimeSpan waited)
    {
        _images += images;
        _waited += waited.TotalSeconds;
    }

    /// <summary>Time does not count until <see cref="Resume"/>: something else than training is done.</summary>
    public void Pause() => _watch.Stop();

    public void Resume() => _watch.Start();

    /// <summary>What was measured since the last time, for TensorBoard, and begins anew.</summary>
    public List<KeyValuePair<string, double>> Take(double learningRate, TrainingHistory history)
    {
        double seconds = _watch.Elapsed.TotalSeconds;
        List<KeyValuePair<string, double>> values = [.. _sums.Select(s => KeyValuePair.Create(s.Key, s.Value.Sum / s.Value.Weight))];
        if (_sums.Count > 0)
        {
            values.Add(new("train/learning_rate", learningRate));
            values.Add(new("train/images_per_second", _images / seconds));
            values.Add(new("train/loader_wait", _waited / seconds));
        }

        history.TrainingSeconds += seconds;
        history.WaitedSeconds += _waited;
        _sums.Clear();
        (_images, _waited) = (0, 0);
        _watch.Restart();
        return values;
    }
}
