using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class ReviewComparisonTests
{
    private const int Size = 20;

    // A region of class 3 in the upper left, 10 x 10, and one of class 5 in the lower right.
    private static readonly ConnectedRegion[] Asked = [Region(0, 3, new Box(0, 0, 10, 10)), Region(1, 5, new Box(10, 10, 20, 20))];

    [Fact]
    public void Untouched_relabelled_and_deleted_regions_are_told_apart()
    {
        LabelMap answered = Answer();
        Assert.Equal([ReviewAnswer.Confirmed, ReviewAnswer.Confirmed], Kinds(answered));
        Fill(answered, new Box(0, 0, 10, 10), 4);
        Fill(answered, new Box(10, 10, 20, 20), 255);
        IReadOnlyList<RegionReview> reviews = ReviewComparison.Compare(Asked, answered);
        Assert.Equal([(ReviewAnswer.Relabelled, 4, 3), (ReviewAnswer.Rejected, 255, 5)], reviews.Select(r => (r.Answer, (int)r.Label, r.Asked!.Value)));
        Assert.Equal(Asked[0].Mask.Counts.ToArray(), reviews[0].Mask.Counts.ToArray());
    }

    [Fact]
    public void What_is_painted_into_a_region_is_kept_however_small()
    {
        LabelMap answered = Answer();
        Fill(answered, new Box(4, 4, 6, 6), 7);
        IReadOnlyList<RegionReview> reviews = ReviewComparison.Compare(Asked, answered);
        Assert.Equal([ReviewAnswer.Confirmed, ReviewAnswer.Confirmed, ReviewAnswer.Drawn], reviews.Select(r => r.Answer));
        Assert.Equal((7, 4L), (reviews[2].Label, reviews[2].Mask.Area));
    }

    [Fact]
    public void A_hole_is_wiped_out_but_a_lost_rim_is_not()
    {
        LabelMap answered = Answer();
        Fill(answered, new Box(4, 4, 6, 6), 255);
        Fill(answered, new Box(0, 0, 5, 1), 255); // an outline that runs a pixel further in
        IReadOnlyList<RegionReview> reviews = ReviewComparison.Compare(Asked, answered);
        RegionReview hole = Assert.Single(reviews, r => r.Answer == ReviewAnswer.Drawn);
        Assert.Equal((255, 4L, new Box(4, 4, 6, 6)), (hole.Label, hole.Mask.Area, hole.Mask.Bounds));
    }

    [Fact]
    public void A_rim_outside_is_no_drawing_but_a_patch_that_goes_on_is()
    {
        LabelMap answered = Answer();
        Fill(answered, new Box(10, 0, 11, 10), 3);
        Assert.Equal([ReviewAnswer.Confirmed, ReviewAnswer.Confirmed], Kinds(answered));
        Fill(answered, new Box(11, 2, 14, 5), 3);
        RegionReview patch = Assert.Single(ReviewComparison.Compare(Asked, answered), r => r.Answer == ReviewAnswer.Drawn);
        Assert.Equal((3, 19L), (patch.Label, patch.Mask.Area));
    }

    [Fact]
    public void A_region_that_came_back_in_parts_is_taken_part_by_part()
    {
        LabelMap answered = Answer();
        Fill(answered, new Box(0, 0, 10, 4), 8);
        Fill(answered, new Box(0, 4, 10, 7), 255);
        Assert.Equal(
            [(ReviewAnswer.Drawn, 3, 30L), (ReviewAnswer.Drawn, 8, 40L), (ReviewAnswer.Drawn, 255, 30L), (ReviewAnswer.Confirmed, 5, 100L)],
            ReviewComparison.Compare(Asked, answered).Select(r => (r.Answer, (int)r.Label, r.Mask.Area)));
    }

    [Fact]
    public void Labels_that_answer_no_question_are_drawn() =>
        Assert.Equal(
            [(ReviewAnswer.Drawn, 3, 100L), (ReviewAnswer.Drawn, 5, 100L)],
            ReviewComparison.Compare([], Answer()).Select(r => (r.Answer, (int)r.Label, r.Mask.Area)));

    [Fact]
    public void Later_reviews_win_pixel_by_pixel()
    {
        RegionReview kept = RegionReview.Of(Mask(new Box(0, 0, 5, 5)), 1, 1), cut = RegionReview.Of(Mask(new Box(5, 0, 15, 5)), 1, 2);
        RegionReview gone = RegionReview.Of(Mask(new Box(10, 0, 12, 2)), 1, 255), later = RegionReview.Of(Mask(new Box(10, 0, 15, 5)), 4, 4);
        Assert.Equal(
            [(ReviewAnswer.Confirmed, 1, 25L), (ReviewAnswer.Drawn, 2, 25L), (ReviewAnswer.Confirmed, 4, 25L)],
            ReviewComparison.Merge([kept, cut, gone], [later]).Select(r => (r.Answer, (int)r.Label, r.Mask.Area)));
        Assert.Same(kept, Assert.Single(ReviewComparison.Merge([kept], [])));
    }

    private static IEnumerable<ReviewAnswer> Kinds(LabelMap answered) => ReviewComparison.Compare(Asked, answered).Select(r => r.Answer);

    private static LabelMap Answer()
    {
        LabelMap labels = new(Size, Size);
        Fill(labels, new Box(0, 0, 10, 10), 3);
        Fill(labels, new Box(10, 10, 20, 20), 5);
        return labels;
    }

    private static void Fill(LabelMap labels, Box box, byte label)
    {
        for (int y = box.Y0; y < box.Y1; y++)
        {
            labels.Row(y)[box.X0..box.X1].Fill(label);
        }
    }

    private static RunLengthMask Mask(Box box)
    {
        byte[] pixels = new byte[box.Area];
        Array.Fill(pixels, (byte)1);
        return RunLengthMask.FromWindow(Size, Size, box, pixels);
    }

    private static ConnectedRegion Region(int id, int category, Box box) => ConnectedRegion.FromMask(id, category, Mask(box));
}
