using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SeCo.Torch;

/// <summary>While it is open on a thread, what networks compute there is a share of a batch, whose other shares other processes compute. Drop-out is drawn
/// for the whole batch, so that each image has the same, whoever computes it; norms may use the statistics of the whole batch.</summary>
/// <remarks>Inputs of layers hold the share once, or several times one after the other, as where two views of the images are computed together.</remarks>
public sealed class BatchShare : IDisposable
{
    [ThreadStatic]
    private static BatchShare? _current;

    // Backward passes run on other threads where the tensors lie on a GPU.
    private static readonly ConcurrentDictionary<long, BatchShare> All = new();
    private static long _last;

    private readonly int _first;
    private readonly int _count;
    private readonly int _of;
    private readonly Action<Span<double>>? _sum;
    private ExceptionDispatchInfo? _fault;

    private BatchShare(int first, int count, int of, Action<Span<double>>? sum)
    {
        (_first, _count, _of, _sum) = (first, count, of, sum);
        Number = Interlocked.Increment(ref _last);
        All[Number] = this;
    }

    /// <summary>The open share of this thread, if norms are to use the whole batch's statistics there.</summary>
    internal static BatchShare? OfNorms => _current is { _sum: not null } share ? share : null;

    internal long Number { get; }

    /// <summary>Opens it for this thread, until it is disposed there; one at a time.</summary>
    /// <param name="first">Where the share begins in the batch, from 0.</param>
    /// <param name="count">How many images it has.</param>
    /// <param name="of">How many the batch has.</param>
    /// <param name="sum">Replaces numbers by their sums over all shares; norms in training then use the statistics of the whole batch, forward and
    /// backward, and all shares must be computed by the same layers in the same order. Null: those of the share.</param>
    /// <exception cref="InvalidOperationException">Another is open.</exception>
    public static BatchShare Open(int first, int count, int of, Action<Span<double>>? sum = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, of);
        return _current is null ? _current = new BatchShare(first, count, of, sum)
            : throw new InvalidOperationException("A share of a batch is open already.");
    }

    /// <summary>Draws numbers for a tensor, row by row: those of this share, where one is open.</summary>
    /// <param name="rows">Rows of the tensor, its first dimension.</param>
    /// <param name="length">Numbers of a row.</param>
    /// <param name="draw">Draws the next one.</param>
    /// <exception cref="ArgumentException">The rows are no multiple of the share's images.</exception>
    public static float[] Draw(long rows, long length, Func<double> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        (int first, int count, int of) = _current is { } share ? (share._first, share._count, share._of) : (0, (int)rows, (int)rows);
        if (rows % Math.Max(1, count) != 0)
        {
            throw new ArgumentException(
                $"A share of {count} images of {of} is open; a tensor of {rows} rows does not hold it a whole number of times.", nameof(rows));
        }

        float[] values = new float[checked(rows * length)];
        for (int start = 0; start < rows; start += count)
        {
            for (int row = 0; row < of; row++)
            {
                bool isOwn = row >= first && row < first + count;
                for (int i = 0; i < length; i++)
                {
                    double value = draw();
                    if (isOwn)
                    {
                        values[((start + row - first) * length) + i] = (float)value;
                    }
                }
            }
        }

        return values;
    }

    /// <summary>Throws what has gone wrong in a backward pass, where libtorch lets nothing through.</summary>
    public void ThrowIfFailed() => _fault?.Throw();

    /// <inheritdoc/>
    public void Dispose()
    {
        All.TryRemove(Number, out _);
        _current = _current == this ? null : _current;
    }

    internal static BatchShare Numbered(long number) => All[number];

    /// <summary>How often the whole batch, where the input of a layer holds a share once or several times, has what a share has so often.</summary>
    internal double InWhole(long ofShare) => (double)ofShare / _count * _of;

    /// <summary>Means over the whole batch, from this share's sums, float64, and the number of values in the whole.</summary>
    internal double[] Means(Tensor sums, double count)
    {
        double[] values = sums.ToArray<double>();
        _sum!(values);
        return [.. values.Select(v => v / count)];
    }

    internal void Fail(Exception fault) => _fault ??= ExceptionDispatchInfo.Capture(fault);
}
