using SeCo.Imaging.Components;
using Xunit;

namespace SeCo.Imaging.Tests.Components;

public sealed class DisjointSetsTests
{
    [Fact]
    public void Sets_are_numbered_by_their_first_element()
    {
        DisjointSets sets = new(5);
        sets.Union(sets.Find(3), sets.Find(1));
        int root = sets.Union(sets.Find(4), sets.Find(3));
        Assert.Equal(3, sets.Size(root));
        Assert.Equal([0, 1, 2, 1, 1], sets.Number(out int count));
        Assert.Equal(3, count);
    }

    [Fact]
    public void Elements_can_be_added()
    {
        DisjointSets sets = new();
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(i, sets.Add());
            sets.Union(sets.Find(i), sets.Find(i % 2));
        }

        Assert.Equal(40, sets.Count);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i % 2), sets.Number(out int count));
        Assert.Equal(2, count);
        Assert.Equal(20, sets.Size(sets.Find(39)));
    }
}
