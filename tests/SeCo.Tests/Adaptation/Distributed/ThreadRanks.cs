using System.Numerics;
using System.Numerics.Tensors;
using SeCo.Adaptation.Distributed;

namespace SeCo.Tests.Adaptation.Distributed;

/// <summary>Ranks that are threads of this process.</summary>
internal sealed class ThreadRanks : Ranks
{
    private readonly Meeting _meeting;

    private ThreadRanks(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    public override int Rank { get; }

    public override int Count => _meeting.Given.Length;

    /// <summary>Does the same on several threads, and gives what came of it, in their order. A fault of one ends the others.</summary>
    public static T[] Run<T>(int count, Func<Ranks, T> act)
    {
        Meeting meeting = new(count);
        T[] results = new T[count];
        Exception?[] faults = new Exception?[count];
        Thread[] threads =
        [
            .. Enumerable.Range(0, count).Select(rank => new Thread(() =>
            {
                try
                {
                    results[rank] = act(new ThreadRanks(meeting, rank));
                }
                catch (Exception fault)
                {
                    faults[rank] = fault;
                    meeting.Stop.Cancel();
                }
            }) { IsBackground = true }),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Exception? first = faults.FirstOrDefault(f => f is not (null or OperationCanceledException)) ?? faults.FirstOrDefault(f => f is not null);
        return first is null ? results : throw first;
    }

    protected override void SumAll(Span<double> values) => Total(values);

    protected override void SumAll(Span<float> values) => Total(values);

    protected override void TakeFromFirst(Span<byte> bytes, CancellationToken cancellationToken) => Meet(bytes.ToArray())[0].CopyTo(bytes);

    protected override void TakeFromNext(ReadOnlySpan<byte> own, Span<byte> following) => Meet(own.ToArray())[(Rank + 1) % Count].CopyTo(following);

    private void Total<T>(Span<T> values)
        where T : unmanaged, INumber<T>
    {
        T[][] all = Meet(values.ToArray());
        values.Clear();
        foreach (T[] given in all)
        {
            TensorPrimitives.Add(values, given, values);
        }
    }

    private T[] Meet<T>(T own)
    {
        _meeting.Given[Rank] = own;
        _meeting.Barrier.SignalAndWait(_meeting.Stop.Token);
        T[] all = [.. _meeting.Given.Select(given => (T)given!)];
        _meeting.Barrier.SignalAndWait(_meeting.Stop.Token);
        return all;
    }

    private sealed class Meeting(int count)
    {
        public object?[] Given { get; } = new object?[count];

        public Barrier Barrier { get; } = new(count);

        public CancellationTokenSource Stop { get; } = new();
    }
}
