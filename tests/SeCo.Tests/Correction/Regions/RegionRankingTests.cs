using SeCo.Correction;
using SeCo.DrawnScenes;
using SeCo.Evaluation;
using SeCo.Imaging;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Regions;

public sealed class RegionRankingTests
{
    private static readonly ClassSet Three =
        new("three", [.. Enumerable.Range(0, 3).Select(i => new SegmentationClass(i, $"class {i}", (0, 0, 0), ClassKind.Stuff))]);

    [Fact]
    public void Quality_is_the_mean_probability_of_the_label_and_255_belongs_to_no_region()
    {
        // Two regions of class 0, one of class 1; the last pixel has no label.
        LabelMap labels = new(4, 2, [0, 0, 1, 0, 0, 0, 1, 255]);
        LabelMap predictions = new(4, 2, [0, 0, 2, 1, 0, 2, 2, 1]);
        ConfidenceMap confidence = new(4, 2, [.. new[] { 0.9, 0.7, 0.8, 0.6, 0.5, 0.8, 0.6, 1 }.Select(ConfidenceMap.FromProbability)]);

        IReadOnlyList<RankedRegion> ranked = RegionRanking.Rank(labels, predictions, confidence, Three);

        Assert.Equal([(1, 2L), (0, 1L), (0, 4L)], ranked.Select(r => (r.Region.CategoryId, r.Region.Area)));
        Assert.Equal([(0.1 + 0.2) / 2, 0.2, (0.9 + 0.7 + 0.5 + 0.1) / 4], ranked.Select(r => r.Quality), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal([2, 1, 0], ranked.Select(r => (int)r.Suggested));
    }

    [Fact]
    public void Probabilities_of_all_classes_rank_the_same_where_they_say_the_same()
    {
        DrawnScene scene = new DrawnSceneGenerator(new DrawnSceneOptions { Count = 1, Width = 64, Height = 48 }).Draw(0);
        int pixels = scene.Truth.Pixels.Length, classes = DrawnClasses.Set.Count;
        float[] probabilities = new float[classes * pixels];
        for (int i = 0; i < pixels; i++)
        {
            float best = scene.Confidence.Pixels[i] / (float)ConfidenceMap.Scale;
            for (int c = 0; c < classes; c++)
            {
                probabilities[(c * pixels) + i] = c == scene.Prediction.Pixels[i] ? best : (1 - best) / (classes - 1);
            }
        }

        IReadOnlyList<RankedRegion> one = RegionRanking.Rank(scene.Truth, scene.Prediction, scene.Confidence, DrawnClasses.Set);
        IReadOnlyList<RankedRegion> all = RegionRanking.Rank(scene.Truth, probabilities, DrawnClasses.Set);
        Assert.Equal(one.OrderBy(r => r.Region.Id).Select(r => r.Quality), all.OrderBy(r => r.Region.Id).Select(r => r.Quality), (a, b) =>
            Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Labels_that_were_changed_come_first_among_regions_of_a_drawn_scene()
    {
        DrawnSceneGenerator scenes = new(new DrawnSceneOptions { Count = 6 });
        List<(double Doubt, bool Wrong)> judged = [];
        for (int i = 0; i < 6; i++)
        {
            DrawnScene scene = scenes.Draw(i);
            LabelMap labels = scene.Truth.Clone();
            IReadOnlyList<RankedRegion> before = RegionRanking.Rank(labels, scene.Prediction, scene.Confidence, DrawnClasses.Set, minArea: 40);
            foreach (RankedRegion region in before.Where((_, place) => place % 4 == 0))
            {
                BinaryMask mask = region.Region.Mask.ToMask();
                for (int p = 0; p < mask.Pixels.Length; p++)
                {
                    labels.Pixels[p] = mask.Pixels[p] != 0 ? (byte)((region.Region.CategoryId + 3) % DrawnClasses.Set.Count) : labels.Pixels[p];
                }
            }

            foreach (RankedRegion region in RegionRanking.Rank(labels, scene.Prediction, scene.Confidence, DrawnClasses.Set, minArea: 40))
            {
                judged.Add((1 - region.Quality, region.Region.Mask.ToMask() is var mask && Mismatch(mask, labels, scene.Truth) > 0.5));
            }
        }

        Assert.Contains(judged, j => j.Wrong);
        Assert.True(Auroc.Compute([.. judged.Select(j => j.Doubt)], [.. judged.Select(j => j.Wrong)]) > 0.9);
    }

    [Fact]
    public void A_label_map_without_a_label_has_no_region()
    {
        LabelMap empty = new(3, 2);
        empty.Pixels.Fill(LabelMap.Ignore);
        Assert.Empty(RegionRanking.Rank(empty, new LabelMap(3, 2), new ConfidenceMap(3, 2), Three));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_was_found()
    {
        Assert.Contains("are 2 x 2 pixels", Assert.Throws<ArgumentException>(
            () => RegionRanking.Rank(new LabelMap(3, 2), new LabelMap(2, 2), new ConfidenceMap(3, 2), Three)).Message, StringComparison.Ordinal);
        Assert.Contains("label 7 at (2, 0)", Assert.Throws<ArgumentException>(
            () => RegionRanking.Rank(new LabelMap(3, 1, [0, 1, 7]), new LabelMap(3, 1), new ConfidenceMap(3, 1), Three)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 3 classes x 1 rows x 2 columns", Assert.Throws<ArgumentException>(
            () => RegionRanking.Rank(new LabelMap(2, 1), new float[5], Three)).Message, StringComparison.Ordinal);
        Assert.Contains("1.5 of class 2 at (1, 0)", Assert.Throws<ArgumentException>(
            () => RegionRanking.Rank(new LabelMap(2, 1), [0f, 0, 0, 0, 1, 1.5f], Three)).Message, StringComparison.Ordinal);
    }

    private static double Mismatch(BinaryMask mask, LabelMap labels, LabelMap truth)
    {
        int all = 0, different = 0;
        for (int i = 0; i < mask.Pixels.Length; i++)
        {
            if (mask.Pixels[i] != 0)
            {
                all++;
                different += labels.Pixels[i] != truth.Pixels[i] ? 1 : 0;
            }
        }

        return (double)different / all;
    }
}
