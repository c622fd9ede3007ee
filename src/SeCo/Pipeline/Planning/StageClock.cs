using System.Diagnostics;

namespace SeCo.Pipeline.Planning;

/// <summary>Times the steps of a stage by the progress that it reports: what a step takes before its first item is done, and for each item after that. Also
/// watches the memory of the process.</summary>
internal sealed class StageClock : IProgress<StageProgress>, IDisposable
{
    private const int WatchMilliseconds = 20;

    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Timer _timer;
    private readonly List<TimedStep> _steps = [];
    private (double Wall, double Processor) _last;

    public StageClock()
    {
        _last = Now();
        _timer = new Timer(_ => Watch(), null, 0, WatchMilliseconds);
    }

    /// <summary>The most bytes of the process so far.</summary>
    public long Memory { get; private set; }

    /// <summary>The steps, in the order in which they began.</summary>
    public IReadOnlyList<TimedStep> Steps => _steps;

    /// <summary>An item was finished: what went by since the last one belongs to it.</summary>
    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            (double wall, double processor) = Take();
            if (_steps.Count == 0 || _steps[^1].Name != value.Step || _steps[^1].Stage != value.Stage)
            {
                // Before the first item: opening, hashing, compiling; how much of it is that item is not known yet.
                _steps.Add(new TimedStep(value.Stage, value.Step) { Total = value.Total, Before = value.Done, First = (wall, processor) });
            }
            else
            {
                TimedStep step = _steps[^1];
                step.Total = value.Total;
                step.Add(wall, processor, Math.Max(0, value.Done - step.Before - step.Counted));
            }
        }
    }

    /// <summary>Ends the stage: what went by since the last item.</summary>
    public (double Wall, double Processor) End()
    {
        lock (_lock)
        {
            Watch();
            return Take();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _process.Dispose();
    }

    private (double Wall, double Processor) Now()
    {
        _process.Refresh();
        return (_watch.Elapsed.TotalSeconds, _process.TotalProcessorTime.TotalSeconds);
    }

    private (double Wall, double Processor) Take()
    {
        (double wall, double processor) = Now();
        (double, double) went = (wall - _last.Wall, processor - _last.Processor);
        _last = (wall, processor);
        return went;
    }

    private void Watch() => Memory = Math.Max(Memory, Environment.WorkingSet);
}
