using System.Diagnostics;

namespace SeCo.Adaptation.Distributed;

/// <summary>The processes that train one network together. Each computes its share of every batch; sums over all of them make that one training.</summary>
/// <remarks>All of them call the same members in the same order, one at a time: who calls waits until the others do. The first one reads and writes the
/// folder, and measures.</remarks>
public abstract class Ranks
{
    private static Ranks? _joined;

    private protected Ranks()
    {
    }

    /// <summary>One process without others.</summary>
    public static Ranks Alone { get; } = new OneProcess();

    /// <summary>What this process has joined; <see cref="Alone"/> where it has not.</summary>
    public static Ranks Current => _joined ?? Alone;

    /// <summary>The number of this process, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public abstract int Count { get; }

    /// <summary>The number of this process among those of its machine, from 0.</summary>
    public virtual int LocalRank => 0;

    /// <summary>Whether this is the first process, or the only one.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>How long this process has waited for the others and for the network between them.</summary>
    internal TimeSpan Spent { get; private set; }

    /// <summary>Joins the processes that <c>mpirun</c> started together with this one, through the MPI library of this machine; <see cref="Alone"/> where it
    /// started one process or none. The environment alone decides, and without others nothing is loaded.</summary>
    /// <exception cref="DllNotFoundException">There are others, but no MPI library loads.</exception>
    /// <exception cref="NotSupportedException">The MPI library cannot be used, or is not that of the <c>mpirun</c>.</exception>
    public static Ranks Join() => _joined ??= MpiRanks.Join(Environment.GetEnvironmentVariable) ?? Alone;

    /// <summary>Ends what was joined, before the process ends. After success it waits for the others; with any other code than 0 it ends them too, as they
    /// would wait for this one forever. Does nothing where nothing was joined.</summary>
    /// <param name="code">The exit code of the process.</param>
    public static void Leave(int code)
    {
        if (Current.IsFirst && code == 0)
        {
            Current.Shared(null); // who waits to hear what is next hears that nothing is
        }

        Current.Close(code);
    }

    /// <summary>Replaces values by their sums over all processes.</summary>
    internal void Sum(Span<double> values)
    {
        long start = Stopwatch.GetTimestamp();
        SumAll(values);
        Spent += Stopwatch.GetElapsedTime(start);
    }

    /// <inheritdoc cref="Sum(Span{double})"/>
    internal void Sum(Span<float> values)
    {
        long start = Stopwatch.GetTimestamp();
        SumAll(values);
        Spent += Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The sum of a count or another single value over all processes, without gradients.</summary>
    internal Tensor Total(Tensor own)
    {
        if (Count == 1)
        {
            return own;
        }

        double[] value = [own.Item()];
        Sum(value);
        return Tensor.Scalar(value[0], own.DType, own.Device);
    }

    /// <summary>Of <c>[N, …]</c>, the images that follow each in the whole batch; after the last one comes the first. A tensor of the open scope, without
    /// gradients.</summary>
    internal Tensor Following(Tensor own)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        Tensor first = own.Narrow(0, 0, 1);
        byte[] bytes = first.ToBytes(), next = new byte[bytes.Length];
        TakeFromNext(bytes, next);
        Tensor last = Tensor.FromBytes(own.DType, first.Shape, next).To(own.Device);
        return scope.Keep(own.Shape[0] == 1 ? last : Tensor.Cat([own.Narrow(0, 1, own.Shape[0] - 1), last]));
    }

    /// <summary>What the first process says; null where it says nothing. What the others give is not looked at. They wait without keeping a core
    /// busy.</summary>
    internal string? Shared(string? text, CancellationToken cancellationToken = default)
    {
        if (Count == 1)
        {
            return text;
        }

        byte[] length = BitConverter.GetBytes(text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        TakeFromFirst(length, cancellationToken);
        if (BitConverter.ToInt32(length) is >= 0 and int count)
        {
            byte[] bytes = IsFirst ? Encoding.UTF8.GetBytes(text!) : new byte[count];
            TakeFromFirst(bytes, cancellationToken);
            return Encoding.UTF8.GetString(bytes);
        }

        return null;
    }

    /// <summary>Waits until all processes are here, and refuses to go on where one of them sees something else than the first.</summary>
    /// <exception cref="InvalidOperationException">One does.</exception>
    internal void RequireSame(string seen, CancellationToken cancellationToken = default)
    {
        string first = Shared(seen, cancellationToken)!;
        double[] others = [first == seen ? 0 : 1];
        Sum(others);
        if (others[0] > 0)
        {
            throw new InvalidOperationException(
                $"adapt: process {Rank} of {Count} sees {seen}, the first one {first}; {others[0]} of them differ. All must have the same settings, and see "
                + "the same files under the same paths.");
        }
    }

    /// <inheritdoc cref="Sum(Span{double})"/>
    protected abstract void SumAll(Span<double> values);

    /// <inheritdoc cref="Sum(Span{double})"/>
    protected abstract void SumAll(Span<float> values);

    /// <summary>Replaces bytes by those of the first process.</summary>
    protected abstract void TakeFromFirst(Span<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Gives bytes to the process before this one, and takes as many from the one after it; after the last comes the first.</summary>
    protected abstract void TakeFromNext(ReadOnlySpan<byte> own, Span<byte> following);

    /// <summary>Ends what was joined, with the exit code of the process.</summary>
    protected virtual void Close(int code)
    {
    }

    private sealed class OneProcess : Ranks
    {
        public override int Rank => 0;

        public override int Count => 1;

        protected override void SumAll(Span<double> values)
        {
        }

        protected override void SumAll(Span<float> values)
        {
        }

        protected override void TakeFromFirst(Span<byte> bytes, CancellationToken cancellationToken)
        {
        }

        protected override void TakeFromNext(ReadOnlySpan<byte> own, Span<byte> following) => own.CopyTo(following);
    }
}
