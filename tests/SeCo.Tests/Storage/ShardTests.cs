using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class ShardTests
{
    [Theory]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1")]
    [InlineData("a/b")]
    [InlineData("1/-2")]
    public void Refuses_shards_that_cannot_be(string text) => Assert.Throws<FormatException>(() => Shard.Parse(text));

    [Fact]
    public void Shards_share_all_items_without_overlap()
    {
        int[] items = [.. Enumerable.Range(0, 11)];

        int[] together = [.. Enumerable.Range(1, 3).SelectMany(i => new Shard(i, 3).Of(items))];

        Assert.Equal(items, together.Order());
    }

    [Fact]
    public void Says_of_each_item_whether_it_is_its_own()
    {
        Shard second = Shard.Parse("2/3");

        Assert.Equal([1L, 4, 7], Enumerable.Range(0, 9).Select(i => (long)i).Where(second.Contains));
        Assert.Equal("2/3", second.ToString());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public void Is_not_made_out_of_range(int index, int count) => Assert.Throws<ArgumentOutOfRangeException>(() => new Shard(index, count));
}
