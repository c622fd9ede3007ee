using SeCo.Correction.Classifier;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class CrossFoldsTests
{
    [Fact]
    public void Parts_are_runs_of_neighbours_of_equal_length()
    {
        int[] parts = [.. Enumerable.Range(0, 10).Select(i => CrossFolds.Of(i, 10, 5))];

        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], parts);
    }

    [Fact]
    public void Few_images_make_few_parts() => Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(i => CrossFolds.Of(i, 3, 8)));
}
