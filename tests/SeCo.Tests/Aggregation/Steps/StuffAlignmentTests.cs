using FsCheck.Xunit;
using SeCo.Aggregation.Steps;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Aggregation.Steps;

public sealed class StuffAlignmentTests
{
    [Fact]
    public void The_share_is_over_all_labelled_pixels_things_included()
    {
        // 2 of 5 labelled pixels are class 0, 3 are a thing; three pixels have no label.
        LabelMap labels = new(4, 2, [0, 0, 7, 7, 7, 255, 255, 255]);
        RunLengthMask[] whole = [Whole(4, 2)];

        Assert.Equal([new StuffAssignment(0, 0, 0.4)], Assign(labels, whole, [0, 1], 0.39));
        Assert.Empty(Assign(labels, whole, [0, 1], 0.4));
    }

    [Fact]
    public void Ties_go_to_the_lower_class_and_masks_without_labels_to_none()
    {
        LabelMap labels = new(4, 1, [2, 1, 255, 255]);

        Assert.Equal([new StuffAssignment(1, 1, 0.5)], Assign(labels, [Of(4, 1, 2, 3), Of(4, 1, 0, 1), Of(4, 1)], [1, 2], 0.2));
    }

    [Property(MaxTest = 100)]
    public void Equals_counting_pixel_by_pixel(int seed)
    {
        Random random = new(seed);
        int width = random.Next(1, 150), height = random.Next(1, 90);
        LabelMap labels =
            new(width, height, [.. Enumerable.Range(0, width * height).Select(_ => random.Next(3) == 0 ? LabelMap.Ignore : (byte)random.Next(5))]);
        int[] pixels = [.. Enumerable.Range(0, width * height).Where(_ => random.Next(3) == 0)];
        double threshold = random.NextDouble() / 2;

        IReadOnlyList<StuffAssignment> actual = Assign(labels, [Of(width, height, pixels)], [0, 2, 3], threshold);

        byte[] labelled = [.. pixels.Select(i => labels.Pixels[i]).Where(l => l != LabelMap.Ignore)];
        (int Id, double Share) best =
            new[] { 0, 2, 3 }.Select(c => (c, labelled.Length == 0 ? 0 : (double)labelled.Count(l => l == c) / labelled.Length)).MaxBy(c => c.Item2);
        Assert.Equal(best.Share > threshold ? [new StuffAssignment(0, best.Id, best.Share)] : [], actual);
    }

    private static IReadOnlyList<StuffAssignment> Assign(LabelMap labels, RunLengthMask[] masks, int[] candidates, double threshold) =>
        StuffAlignment.Assign(ColumnMajor.Transpose(labels.Pixels, labels.Width, labels.Height), masks, candidates, threshold);

    private static RunLengthMask Whole(int width, int height) => Of(width, height, [.. Enumerable.Range(0, width * height)]);

    private static RunLengthMask Of(int width, int height, params int[] pixels)
    {
        BinaryMask mask = new(width, height);
        foreach (int pixel in pixels)
        {
            mask.Pixels[pixel] = 1;
        }

        return RunLengthMask.FromMask(mask);
    }
}
