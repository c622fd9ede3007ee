using SeCo.Adaptation;
using SeCo.Adaptation.Distributed;
using SeCo.Adaptation.Loading;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Distributed;

public sealed class RanksTests : MethodTest
{
    [Fact]
    public void What_the_first_says_all_hear_and_nothing_is_said_too()
    {
        Assert.Equal(["é 1", "é 1", "é 1"], ThreadRanks.Run(3, ranks => ranks.Shared(ranks.IsFirst ? "é 1" : null)));
        Assert.Equal(["", ""], ThreadRanks.Run(2, ranks => ranks.Shared(string.Empty)));
        Assert.Equal([null, null], ThreadRanks.Run(2, ranks => ranks.Shared(ranks.IsFirst ? null : "unheard")));
        Assert.Equal("alone", Ranks.Alone.Shared("alone"));
    }

    [Fact]
    public void A_process_that_sees_something_else_ends_all_and_is_named()
    {
        string text = Assert.Throws<InvalidOperationException>(
            () => ThreadRanks.Run(3, ranks => { ranks.RequireSame(ranks.Rank == 2 ? "step 4" : "step 6"); return 0; })).Message;
        Assert.Contains("the first one step 6; 1 of them differ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Totals_and_sums_of_tensors_are_those_of_all_whatever_their_shapes_and_layout()
    {
        double[][] sums = ThreadRanks.Run(3, ranks =>
        {
            using TensorScope scope = TensorScope.Open();
            Tensor grid = Tensor.From(Wave(48, ranks.Rank, 1), 2, 4, 2, 3).ToMemoryFormat(MemoryFormat.ChannelsLast), one = Tensor.Scalar(ranks.Rank + 1);
            new TensorSums(ranks).Run([grid, one], 0.5);
            double total = ranks.Total(Tensor.From<long>([1, ranks.Rank], 2).Sum()).Item();
            return (double[])[total, one.Item(), .. grid.ToArray<float>().Select(v => (double)v)];
        });
        Assert.Equal((6, 3), (sums[0][0], sums[0][1]));
        Assert.Equal(sums[0], sums[2]);
        float[][] waves = [Wave(48, 0, 1), Wave(48, 1, 1), Wave(48, 2, 1)];
        Assert.All(Enumerable.Range(0, 48), i => Assert.Equal(0.5 * (waves[0][i] + waves[1][i] + waves[2][i]), sums[1][i + 2], 1e-6));
    }

    [Fact]
    public void The_images_that_follow_are_the_next_ones_of_the_whole_batch()
    {
        long[][] following = ThreadRanks.Run(3, ranks =>
        {
            using TensorScope scope = TensorScope.Open();
            long[] own = ranks.Rank == 1 ? [2] : ranks.Rank == 0 ? [0, 1] : [3, 4];
            return ranks.Following(Tensor.From(own, own.Length, 1)).ToArray<long>();
        });
        Assert.Equal([[1, 2], [3], [4, 0]], following);
    }

    [Theory]
    [InlineData(8, 1, 3)]
    [InlineData(6, 2, 3)]
    [InlineData(7, 1, 7)]
    public void Shares_are_the_whole_batch_and_an_image_s_place_and_numbers_are_the_same_whoever_has_it(int batch, int accumulation, int processes)
    {
        AdaptationOptions options = new() { BatchSize = batch, Accumulation = accumulation };
        BatchPlan whole = new(options, 20, 5, Ranks.Alone);
        (long, double)[][] shares = ThreadRanks.Run(processes, ranks => Drawn(new BatchPlan(options, 20, 5, ranks)));
        Assert.Equal(Drawn(whole), shares.SelectMany(s => s));
        Assert.InRange(shares.Max(s => s.Length) - shares.Min(s => s.Length), 0, 1);

        static (long, double)[] Drawn(BatchPlan plan) =>
            [.. Enumerable.Range(0, plan.PartSize).Select(i => (plan.Place(3, 0, i), plan.Random("labelled", 3, 0, i).NextDouble()))];
    }
}
