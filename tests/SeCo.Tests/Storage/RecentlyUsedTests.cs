using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class RecentlyUsedTests
{
    [Fact]
    public void Gives_up_what_was_not_used_for_longest()
    {
        RecentlyUsed<string, string> kept = new(key => key.ToUpperInvariant(), _ => 10, capacity: 20);

        Assert.Equal("A", kept.Get("a"));
        kept.Get("b");
        kept.Get("a");
        kept.Get("c"); // b goes
        Assert.Equal(3, kept.Loads);
        kept.Get("a");
        Assert.Equal(3, kept.Loads);
        kept.Get("b");

        Assert.Equal(4, kept.Loads);
        Assert.Equal(20, kept.Bytes);
    }

    [Theory]
    [InlineData(false, 2, 0)]
    [InlineData(true, 1, 100)]
    public void A_value_over_the_capacity_is_kept_only_where_the_newest_is(bool keepsNewest, int loads, long bytes)
    {
        RecentlyUsed<int, int> kept = new(key => key, _ => 100, capacity: 50, keepsNewest);

        kept.Get(1);
        kept.Get(1);

        Assert.Equal((loads, bytes), (kept.Loads, kept.Bytes));
    }

    [Fact]
    public void After_a_failed_load_the_next_request_tries_again()
    {
        bool fails = true;
        RecentlyUsed<int, int> kept = new(key => fails ? throw new IOException("away") : key, _ => 1, capacity: 10);

        Assert.Throws<IOException>(() => kept.Get(5));
        fails = false;

        Assert.Equal(5, kept.Get(5));
    }

    [Fact]
    public async Task Several_threads_that_ask_at_once_load_a_value_once()
    {
        using Barrier start = new(4);
        RecentlyUsed<int, object> kept = new(_ => new object(), _ => 1, capacity: 10);

        object[] got = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return kept.Get(1);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(1, kept.Loads);
        Assert.Single(got.Distinct());
    }
}
