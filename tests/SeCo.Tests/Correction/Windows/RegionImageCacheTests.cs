using SeCo.Correction.Windows;
using SeCo.Imaging;
using Xunit;

namespace SeCo.Tests.Correction.Windows;

public sealed class RegionImageCacheTests
{
    [Fact]
    public void Gives_up_what_was_used_least_recently()
    {
        List<int> loaded = [];
        RegionImageCache cache = new(index => Load(index, loaded), 2 * 300);

        foreach (int index in new[] { 1, 2, 1, 3, 1, 2 })
        {
            cache.Get(index);
        }

        Assert.Equal([1, 2, 3, 2], loaded);
        Assert.Equal(4, cache.Loads);
    }

    [Fact]
    public void Keeps_the_newest_even_where_it_is_too_large()
    {
        List<int> loaded = [];
        RegionImageCache cache = new(index => Load(index, loaded), 0);

        Assert.Same(cache.Get(5), cache.Get(5));
        cache.Get(6);
        cache.Get(5);
        Assert.Equal([5, 6, 5], loaded);
    }

    [Fact]
    public void Tries_again_after_a_fault()
    {
        int calls = 0;
        RegionImageCache cache = new(_ => ++calls == 1 ? throw new InvalidDataException("once") : new RegionImage(new RgbImage(1, 1), []));

        Assert.Throws<InvalidDataException>(() => cache.Get(0));
        Assert.NotNull(cache.Get(0));
    }

    [Fact]
    public void Threads_that_ask_at_once_share_one_load()
    {
        int calls = 0;
        RegionImageCache cache = new(_ =>
        {
            Interlocked.Increment(ref calls);
            Thread.Sleep(20);
            return new RegionImage(new RgbImage(1, 1), []);
        });

        Parallel.For(0, 8, _ => cache.Get(0));

        Assert.Equal(1, calls);
    }

    private static RegionImage Load(int index, List<int> loaded)
    {
        loaded.Add(index);
        return new RegionImage(new RgbImage(10, 10), []);
    }
}
