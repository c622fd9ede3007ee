using System.Diagnostics;

namespace SeCo.Storage;

/// <summary>Makes things on background threads while earlier ones are used, and hands them out in order.</summary>
/// <typeparam name="T">What is made; what is taken is the caller's, to be disposed where that is needed.</typeparam>
/// <remarks>For the thread that takes them alone; <see cref="Dispose"/> ends the background work and waits for it.</remarks>
internal sealed class BackgroundLoader<T> : IDisposable
{
    private readonly Func<long, CancellationToken, T> _make;
    private readonly long _end;
    private readonly int _ahead;
    private readonly CancellationTokenSource _stop;
    private readonly TaskScheduler _scheduler;
    private readonly Queue<Task<T>> _tasks = new();
    private long _next;

    /// <summary>Begins at once to make the first ones, each by its number. So many are made before they are asked for; with one worker one after the
    /// other.</summary>
    public BackgroundLoader(Func<long, CancellationToken, T> make, long first, long end, int workers, int ahead, CancellationToken cancellationToken = default)
    {
        (_make, _next, _end, _ahead) = (make, first, end, ahead);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        Fill();
    }

    /// <summary>How long the last <see cref="Next"/> waited.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>The next one, waiting where it is not ready.</summary>
    /// <exception cref="InvalidOperationException">There is no next one.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    /// <remarks>What went wrong while it was made is thrown here.</remarks>
    public T Next()
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (!_tasks.TryDequeue(out Task<T>? task))
        {
            throw new InvalidOperationException($"All up to number {_end - 1} have been taken.");
        }

        long start = Stopwatch.GetTimestamp();
        try
        {
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            Waited = Stopwatch.GetElapsedTime(start);
            Fill();
        }
    }

    /// <summary>Ends the background work; what is ready and was not taken is disposed.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        while (_tasks.TryDequeue(out Task<T>? task))
        {
            ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            if (task.IsCompletedSuccessfully)
            {
                (task.Result as IDisposable)?.Dispose();
            }
        }

        _stop.Dispose();
    }

    private void Fill()
    {
        for (; _tasks.Count < _ahead && _next < _end && !_stop.IsCancellationRequested; _next++)
        {
            long number = _next;
            _tasks.Enqueue(Task.Factory.StartNew(() => _make(number, _stop.Token), _stop.Token, TaskCreationOptions.None, _scheduler));
        }
    }
}
