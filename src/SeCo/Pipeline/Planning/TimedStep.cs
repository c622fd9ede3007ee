using SeCo.Adaptation.Training;

namespace SeCo.Pipeline.Planning;

/// <summary>A step of a stage, as it was timed.</summary>
internal sealed class TimedStep(string stage, string name)
{
    private readonly List<(double Wall, double Processor, long Items)> _later = [];

    public string Stage => stage;

    public string Name => name;

    /// <summary>Whether its items are steps of a training.</summary>
    public bool IsTraining => Stage == TrainingLoop.Stage && Name == TrainingLoop.TrainStep;

    /// <summary>All its items, and those that were done when it was first heard of.</summary>
    public long Total { get; set; }

    public long Before { get; init; }

    /// <summary>Seconds up to the first report.</summary>
    public (double Wall, double Processor) First { get; init; }

    /// <summary>Items that were timed after that.</summary>
    public long Counted { get; private set; }

    /// <summary>Seconds of an item: the mean of the later half of them, as the earlier ones pay for compiling.</summary>
    public (double Wall, double Processor) Item
    {
        get
        {
            (double Wall, double Processor, long Items)[] half = [.. _later.Skip(_later.Count / 2).Where(l => l.Items > 0)];
            long items = half.Sum(l => l.Items);
            return items > 0 ? (half.Sum(l => l.Wall) / items, half.Sum(l => l.Processor) / items)
                : (First.Wall / Math.Max(1, Before), First.Processor / Math.Max(1, Before));
        }
    }

    /// <summary>Some more items are done, after some seconds.</summary>
    public void Add(double wall, double processor, long items)
    {
        Counted += items;
        _later.Add((wall, processor, items));
    }

    /// <summary>Seconds that the step will take for so many items; what was more than their time is paid once.</summary>
    public (double Wall, double Processor) For(double items)
    {
        (double wall, double processor) = Item;
        long done = Before + Counted;
        return (Math.Max(0, First.Wall + _later.Sum(l => l.Wall) - (done * wall)) + (items * wall),
            Math.Max(0, First.Processor + _later.Sum(l => l.Processor) - (done * processor)) + (items * processor));
    }
}
