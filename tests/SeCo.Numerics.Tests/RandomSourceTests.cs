using FsCheck.Xunit;
using Xunit;

namespace SeCo.Numerics.Tests;

public sealed class RandomSourceTests
{
    [Fact]
    public void The_generator_gives_the_published_sequence()
    {
        // xoshiro256** from the state 1, 2, 3, 4: the first outputs follow by hand from rotl(s1 * 5, 7) * 9.
        RandomSource random = new(0) { State = [1, 2, 3, 4, 0] };
        Assert.Equal([11520UL, 0, 1509978240, 1215971899390074240], Enumerable.Range(0, 4).Select(_ => random.NextUInt64()));
    }

    [Property]
    public void The_same_seed_gives_the_same_sequence_and_the_state_continues_it(ulong seed)
    {
        RandomSource a = new(seed);
        RandomSource b = new(seed);
        Assert.Equal(a.NextUInt64(), b.NextUInt64());
        RandomSource c = new(seed) { State = a.State };
        IReadOnlyList<ulong> state = a.State;
        double next = a.NextGaussian();
        Assert.Equal(next, c.NextGaussian());
        a.State = state;
        Assert.Equal(next, a.NextGaussian());
    }

    [Property]
    public void Forks_depend_on_seed_and_name_only(ulong seed)
    {
        RandomSource parent = new(seed);
        ulong early = parent.Fork("masks").NextUInt64();
        parent.NextUInt64();
        Assert.Equal(early, parent.Fork("masks").NextUInt64());
        Assert.NotEqual(early, parent.Fork("shuffle").NextUInt64());
        Assert.NotEqual(early, new RandomSource(seed + 1).Fork("masks").NextUInt64());
    }

    [Fact]
    public void Uniform_numbers_stay_in_range_and_spread_evenly()
    {
        RandomSource random = new(7);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++)
        {
            double value = random.NextDouble();
            Assert.InRange(value, 0, 0.9999999999999999);
            counts[(int)(value * 10)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(int.MaxValue)]
    public void Whole_numbers_stay_below_the_count(int count)
    {
        RandomSource random = new(3);
        for (int i = 0; i < 1000; i++)
        {
            Assert.InRange(random.NextInt(count), 0, count - 1);
        }
    }

    [Fact]
    public void Whole_numbers_are_equally_likely()
    {
        RandomSource random = new(11);
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++)
        {
            counts[random.NextInt(6)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Normal_numbers_have_mean_zero_and_variance_one()
    {
        RandomSource random = new(5);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian())];
        Assert.InRange(values.Average(), -0.01, 0.01);
        Assert.InRange(values.Average(v => v * v), 0.98, 1.02);
        Assert.InRange(values.Count(v => Math.Abs(v) < 1) / 100_000.0, 0.675, 0.690);
    }

    [Property]
    public void Shuffling_keeps_every_item(int[] items, ulong seed)
    {
        int[] shuffled = [.. items];
        new RandomSource(seed).Shuffle<int>(shuffled);
        Assert.Equal(items.Order(), shuffled.Order());
    }

    [Fact]
    public void All_orders_occur_equally_often()
    {
        RandomSource random = new(9);
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 6_000; i++)
        {
            char[] order = ['a', 'b', 'c'];
            random.Shuffle<char>(order);
            counts[new string(order)] = counts.GetValueOrDefault(new string(order)) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 880, 1120));
    }

    [Fact]
    public void A_state_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new RandomSource(1).State = [1, 2, 3]);
        Assert.Throws<ArgumentException>(() => new RandomSource(1).State = [0, 0, 0, 0, 1]);
        Assert.Throws<ArgumentException>(() => new RandomSource(1).State = new RandomSource(2).State);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(1).NextInt(0));
    }
}
