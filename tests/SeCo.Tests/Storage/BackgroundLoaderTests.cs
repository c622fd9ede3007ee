using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class BackgroundLoaderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(3, 9)]
    public void Things_come_in_order(int workers, int ahead)
    {
        using BackgroundLoader<long> loader = new((number, _) => number * number, 5, 50, workers, ahead);
        for (long i = 5; i < 50; i++)
        {
            Assert.Equal(i * i, loader.Next());
        }

        Assert.Throws<InvalidOperationException>(() => loader.Next());
    }

    [Fact]
    public void No_more_are_made_than_asked_for()
    {
        int made = 0;
        using (BackgroundLoader<long> loader = new((number, _) => Interlocked.Increment(ref made), 0, 1000, 2, 3))
        {
            loader.Next();
            loader.Next();
        }

        Assert.InRange(made, 2, 5);
    }

    [Fact]
    public void What_is_ready_and_was_not_taken_is_disposed()
    {
        List<MemoryStream> made = [];
        BackgroundLoader<MemoryStream> loader = new(
            (_, _) =>
            {
                made.Add(new MemoryStream());
                return made[^1];
            },
            0,
            9,
            1,
            3);
        MemoryStream taken = loader.Next();
        loader.Dispose();

        Assert.True(taken.CanRead);
        Assert.All(made.Skip(1), stream => Assert.False(stream.CanRead));
    }

    [Fact]
    public void A_fault_is_thrown_where_its_thing_is_due()
    {
        using BackgroundLoader<long> loader = new((number, _) => number == 2 ? throw new InvalidDataException("2 is broken") : number, 0, 9, 2, 4);
        Assert.Equal(0, loader.Next());
        Assert.Equal(1, loader.Next());
        Assert.Equal("2 is broken", Assert.Throws<InvalidDataException>(() => loader.Next()).Message);
    }

    [Fact]
    public void Cancelling_ends_the_waiting_and_the_work()
    {
        using CancellationTokenSource stop = new();
        using ManualResetEventSlim begun = new();
        using BackgroundLoader<long> loader = new(
            (number, token) =>
            {
                begun.Set();
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
                return number;
            },
            0,
            9,
            1,
            1,
            stop.Token);
        begun.Wait(TestContext.Current.CancellationToken);
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => loader.Next());
    }
}
