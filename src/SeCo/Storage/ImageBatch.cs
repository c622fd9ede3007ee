using System.Runtime.ExceptionServices;

namespace SeCo.Storage;

/// <summary>Works on many images at once and reports those that cannot be processed together.</summary>
internal static class ImageBatch
{
    /// <summary>As below, and tells of each item that is done.</summary>
    public static void Run(
        string stage, string step, int count, int parallelism, IProgress<StageProgress>? progress, Action<int> run, CancellationToken cancellationToken)
    {
        int done = 0;
        Run(stage, count, parallelism, i =>
        {
            run(i);
            progress?.Report(new StageProgress(stage, step, Interlocked.Increment(ref done), count));
        }, cancellationToken);
    }

    /// <summary>Runs a step for every index, so many at once; 0: one a processor. Faults of files do not stop the others, unless nothing more can be written
    /// at all; they are thrown together at the end, in the order of the indices.</summary>
    /// <exception cref="DatasetException">At least one item's files could not be processed.</exception>
    public static void Run(string step, int count, int parallelism, Action<int> run, CancellationToken cancellationToken)
    {
        string?[] faults = new string?[count];
        IOException? storage = null;
        try
        {
            Parallel.For(0, count, Parallelism(parallelism, cancellationToken), (i, loop) =>
            {
                try
                {
                    run(i);
                }
                catch (IOException fault) when (IsOfStorage(fault))
                {
                    storage = fault;
                    loop.Stop();
                }
                catch (OutOfMemoryException fault)
                {
                    throw new InsufficientMemoryException($"{step}, image {i + 1} of {count}: {fault.Message}", fault);
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    faults[i] = fault.Message;
                }
            });
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]); // of what is no fault of a file, the first is enough
        }

        if (storage is not null)
        {
            ExceptionDispatchInfo.Throw(storage); // it is no image's fault
        }

        string[] found = [.. faults.OfType<string>()];
        DatasetException.ThrowIfAny($"{step}: {found.Length} of {count} images cannot be processed.", found);
    }

    /// <summary>So many items at once; 0: one a processor.</summary>
    public static ParallelOptions Parallelism(int items, CancellationToken cancellationToken) =>
        new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = items == 0 ? Environment.ProcessorCount : items };

    // A full or read-only disk: ENOSPC, EROFS, ERROR_DISK_FULL, ERROR_WRITE_PROTECT.
    private static bool IsOfStorage(IOException fault) => fault.HResult is 28 or 30 or unchecked((int)0x80070070) or unchecked((int)0x80070013);
}
