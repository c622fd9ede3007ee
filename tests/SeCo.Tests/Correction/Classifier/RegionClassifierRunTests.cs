using SeCo.Correction.Classifier;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class RegionClassifierRunTests
{
    [Fact]
    public void Parts_are_runs_of_neighbours_of_equal_length()
    {
        int[] parts = [.. Enumerable.Range(0, 10).Select(i => RegionClassifierRun.FoldOf(i, 10, 5))];

        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], parts);
    }
}
