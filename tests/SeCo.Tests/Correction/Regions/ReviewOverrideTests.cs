using SeCo.Correction.Regions;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Regions;

public sealed class ReviewOverrideTests
{
    private static readonly ClassSet Classes = new(
        "two", [new SegmentationClass(0, "a", default, ClassKind.Stuff), new SegmentationClass(1, "b", default, ClassKind.Thing)]);

    // 4 x 1 pixels: the left half, and its first pixel.
    private static readonly RunLengthMask Left = RunLengthMask.FromCounts(4, 1, [0, 2, 2]), First = RunLengthMask.FromCounts(4, 1, [0, 1, 3]);

    [Fact]
    public void An_answer_belongs_to_the_region_that_it_mostly_covers()
    {
        using TempFolder folder = new();
        ReviewFile.Write(ReviewFile.PathOf(folder.Path, "x"), [RegionReview.Of(Left, 0, 1)]);
        ReviewOverride review = ReviewOverride.Of(folder.Path, "x", Classes, (4, 1));

        Assert.Equal(1, review.AnswerTo(ConnectedRegion.FromMask(0, 0, Left))!.Label);
        Assert.Null(review.AnswerTo(ConnectedRegion.FromMask(0, 0, First))); // half of it is not more than half
        Assert.Null(ReviewOverride.Of(folder.Path, "y", Classes, (4, 1)).AnswerTo(ConnectedRegion.FromMask(0, 0, Left)));
        Assert.Null(ReviewOverride.Of(null, "x", Classes, (4, 1)).AnswerTo(ConnectedRegion.FromMask(0, 0, Left)));
    }

    [Fact]
    public void Drawn_pixels_lie_over_whole_answers_whatever_the_order()
    {
        using TempFolder folder = new();
        ReviewFile.Write(
            ReviewFile.PathOf(folder.Path, "x"),
            [new RegionReview(First, ReviewAnswer.Drawn, 0), RegionReview.Of(Left, 0, 1)]);
        LabelMap labels = new(4, 1, [0, 0, 0, 255]);

        ReviewOverride.Of(folder.Path, "x", Classes, (4, 1)).Paint(labels, []);

        Assert.Equal([0, 1, 0, 255], labels.Pixels.ToArray());
    }

    [Fact]
    public void A_folder_that_is_missing_or_of_other_images_is_refused()
    {
        using TempFolder folder = new();
        ReviewOverride.Check(null, ["x"]);
        DatasetException missing = Assert.Throws<DatasetException>(() => ReviewOverride.Check(folder["none"], ["x"]));
        Assert.Contains("no such folder", missing.Message, StringComparison.Ordinal);
        ReviewFile.Write(ReviewFile.PathOf(folder.Path, "y"), []);
        Assert.Contains("found y", Assert.Throws<DatasetException>(() => ReviewOverride.Check(folder.Path, ["x"])).Message, StringComparison.Ordinal);
        Assert.Null(ReviewOverride.Check(folder.Path, ["x", "y"]));
        File.WriteAllText(folder["z.json"], "[]");
        Assert.Contains(
            "1 reviews belong to no image of the run and are left out, as z.json", ReviewOverride.Check(folder.Path, ["x", "y"]), StringComparison.Ordinal);
    }
}
