using SeCo.Correction;
using SeCo.Correction.Classifier;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class RegionClassifierRunTests
{
    [Fact]
    public void Parts_are_runs_of_neighbours_of_equal_length()
    {
        int[] parts = RegionClassifierRun.FoldsOf(FoldGroup.Block, new string[10], 5);

        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], parts);
    }

    [Fact]
    public void A_sequence_lies_in_one_part_and_the_smallest_part_takes_the_next()
    {
        string[] names = ["a_1", "a_2", "a_3", "b_1", "b_2", "c_1", "a_4"];

        Assert.Equal([0, 0, 0, 1, 1, 1, 0], RegionClassifierRun.FoldsOf(FoldGroup.Sequence, names, 2));
        Assert.Equal([0, 1, 0, 1, 0, 1, 0], RegionClassifierRun.FoldsOf(FoldGroup.Image, names, 2));
    }
}
