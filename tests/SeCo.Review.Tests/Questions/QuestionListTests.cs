using SeCo.Exchange;
using SeCo.Labels;
using SeCo.Pipeline;
using SeCo.Review.Questions;
using SeCo.Review.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Review.Tests.Questions;

public sealed class QuestionListTests
{
    [Fact]
    public void Those_come_first_that_are_large_doubtful_and_like_many_others()
    {
        using TempFolder temp = new();
        ExportSource run = RunExport.Open(DrawnRun.Write(temp.Path, 3, 10));
        QuestionList list = QuestionList.Read(run, new ReviewOptions().Questions);
        Assert.Equal(30, list.All.Count);
        double[] worth = [.. list.All.Select((question, i) => question.Gain * (list.AlikeTo(i).Count + 1))];
        Assert.Contains(Enumerable.Range(0, worth.Length), i => list.AlikeTo(i).Count > 0);
        for (int i = 0; i < list.All.Count; i++)
        {
            Question question = list.All[i];
            ConnectedRegion region = list.RegionOf(i);
            Assert.Equal(region.Area * region.Outcome!.NoiseProbability!.Value, question.Gain, 9);
            Assert.True(i == 0 || worth[i - 1] >= worth[i]);
            Assert.Equal(i, list.Find(list.ImageOf(i).Name, question.Region));
            Assert.Equal(i, list.Find(list.ImageOf(i).Name, question.Pixels));
            Assert.All(list.AlikeTo(i), other => Assert.Equal(question.Shown, list.All[other].Shown));
        }

        int[] several = [7, 0, 20, 7];
        Assert.Equal(several.Select(i => list.All[i].Region), list.RegionsOf(several).Select(region => region.Id));

        // The most worth of them, in the same order.
        QuestionList few = QuestionList.Read(run, new ReviewOptions().Questions with { Limit = 5 });
        Assert.Equal(list.All.Take(5), few.All);
        QuestionList corrected = QuestionList.Read(run, new RegionSelectionOptions { Verdicts = [RegionVerdict.Corrected] });
        Assert.All(corrected.All, question => Assert.Equal(RegionVerdict.Corrected, question.Outcome.Verdict));
        Assert.Throws<IOException>(() => QuestionList.Read(run, new RegionSelectionOptions { MinimumPixels = 1 << 20 }));
    }

    [Fact]
    public void Without_features_it_goes_without_alike_ones()
    {
        using TempFolder temp = new();
        QuestionList list = QuestionList.Read(RunExport.Open(DrawnRun.Write(temp.Path, 1, 4, features: 0)), new ReviewOptions().Questions);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Empty(list.AlikeTo(i)));
        Assert.Empty(list.Nearest(0, 10));
    }
}
