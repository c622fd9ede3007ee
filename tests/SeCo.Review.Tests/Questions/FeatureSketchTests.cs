using SeCo.Pipeline;
using SeCo.Review.Questions;
using SeCo.Review.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Review.Tests.Questions;

public sealed class FeatureSketchTests
{
    // Even regions of a group lie close together, odd ones are strewn: so it is drawn.
    [Theory]
    [InlineData(8)]
    [InlineData(200)] // projected
    public void Regions_of_one_kind_are_alike_and_others_are_not(int features)
    {
        using TempFolder temp = new();
        QuestionList list = QuestionList.Read(RunExport.Open(DrawnRun.Write(temp.Path, 4, 12, features)), new ReviewOptions().Questions);
        for (int i = 0; i < list.All.Count; i++)
        {
            if (list.All[i].Region % 2 == 0)
            {
                int group = list.RegionOf(i).CategoryId;
                (int Number, float Similarity)[] near = [.. list.Nearest(i, 48).Where(near => near.Similarity >= FeatureSketch.AlikeFrom)];
                Assert.All(near, other => Assert.Equal(group, list.RegionOf(other.Number).CategoryId));
                bool IsKind(int other) => other != i && list.All[other].Region % 2 == 0 && list.RegionOf(other).CategoryId == group;
                Assert.Subset(near.Select(other => other.Number).ToHashSet(), Enumerable.Range(0, list.All.Count).Where(IsKind).ToHashSet());
            }
        }
    }
}
