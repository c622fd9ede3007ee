using SeCo.DrawnScenes;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Pipeline.Stages;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Pipeline.Stages;

public sealed class EvaluationCountsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void Counts_of_shards_add_up_to_those_of_all_images()
    {
        DrawnSceneGenerator scenes = new(new DrawnSceneOptions { Count = 5, Width = 64, Height = 48 });
        EvaluationCounts all = New(), added = New();
        for (int i = 0; i < 5; i++)
        {
            DrawnScene scene = scenes.Draw(i);
            EvaluationCounts own = New();
            Count(all, scene);
            Count(own, scene);
            own.Save(_temp[$"{i}"]);
        }

        foreach (int i in (int[])[3, 0, 4, 1, 2])
        {
            added.Add(_temp[$"{i}"]);
        }

        foreach (string layer in (string[])["pixel", "scc"])
        {
            Assert.Equal(all.Of(layer).Images, added.Of(layer).Images);
            Assert.Equal(all.Of(layer).Scores.PerClass, added.Of(layer).Scores.PerClass);
        }

        Assert.Equal(all.Regions.Scores(), added.Regions.Scores());
        Assert.Equal(all.Thresholding!.AtCoverage(0.5).PerClass, added.Thresholding!.AtCoverage(0.5).PerClass);
    }

    [Fact]
    public void Counts_that_are_missing_damaged_or_of_something_else_are_refused()
    {
        Assert.Contains("Run this shard first", Assert.Throws<DatasetException>(() => New().Add(_temp["none"])).Message, StringComparison.Ordinal);
        New().Save(_temp["counts"]);
        Assert.Throws<DatasetException>(() => new EvaluationCounts(DrawnClasses.Set, ["pixel"], thresholds: true).Add(_temp["counts"]));
        byte[] bytes = File.ReadAllBytes(_temp["counts"]);
        bytes[^20] ^= 1;
        File.WriteAllBytes(_temp["counts"], bytes);
        Assert.Throws<DatasetException>(() => New().Add(_temp["counts"]));
        File.WriteAllBytes(_temp["counts"], [1, 2]);
        Assert.Throws<DatasetException>(() => New().Add(_temp["counts"]));
    }

    public void Dispose() => _temp.Dispose();

    private static EvaluationCounts New() => new(DrawnClasses.Set, ["pixel", "scc"], thresholds: true);

    private static void Count(EvaluationCounts counts, DrawnScene scene)
    {
        ConfusionMatrix confusion = new(DrawnClasses.Set.Count);
        confusion.Add(scene.Truth, scene.Prediction);
        counts.Add("pixel", 1, confusion);
        counts.Add("scc", 2, confusion);
        counts.Regions.Add([ConnectedRegion.FromMask(0, 1, RunLengthMask.FromCounts(2, 1, [0, 2])) with
        {
            TrueLabel = new RegionTruth(scene.Truth.Pixels[0] % 3, 1, true),
            Outcome = new RegionOutcome(1, 0.5, scene.Confidence.Pixels[0] / 70000.0, 1, RegionVerdict.Clean, 1),
        }]);
        counts.Thresholding!.Add(scene.Prediction, scene.Confidence, scene.Truth);
    }
}
