using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Exchange.Training;

public sealed class LabelSegmentsTests
{
    [Fact]
    public void Pieces_cover_every_labelled_pixel_once_first_those_of_regions_that_have_their_class()
    {
        LabelMap labels = new(4, 2, [1, 1, 1, 2, 255, 1, 255, 2]);
        ConnectedRegion[] regions =
            [Region(1, 0, 2), Region(2, 2, 3) with { Outcome = new(Label: 1) }, Region(1, 0, 3), Region(0, 0, 4), Region(255, 0, 4)];

        Assert.Equal(
            [(1, "0 1, 1 3"), (1, "2 1"), (2, "3 3")],
            LabelSegments.Of(labels, regions).Select(piece => ((int)piece.Class, string.Join(", ", Strips(piece.Mask)))));
    }

    [Fact]
    public void Many_regions_cost_no_more_than_the_pixels_that_they_have()
    {
        LabelMap labels = new(128, 128);
        labels.Pixels.Fill(LabelMap.Ignore);
        for (int i = 0; i < 64 * 64; i++)
        {
            labels[i % 64 * 2, i / 64 * 2] = 3;
        }

        ConnectedRegion[] regions = [.. LabelSegments.Of(labels, []).Select((piece, i) => ConnectedRegion.FromMask(i, piece.Class, piece.Mask))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(64 * 64, LabelSegments.Of(labels, regions).Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * labels.Pixels.Length);
    }

    private static ConnectedRegion Region(int category, int from, int to)
    {
        byte[] pixels = new byte[(to - from) * 2];
        Array.Fill(pixels, (byte)1);
        return ConnectedRegion.FromMask(0, category, RunLengthMask.FromWindow(4, 2, new Box(from, 0, to, 2), pixels));
    }

    // Columns, and which rows they have: 1 the first, 2 the second, 3 both.
    private static IEnumerable<string> Strips(RunLengthMask mask)
    {
        BinaryMask dense = mask.ToMask();
        return Enumerable.Range(0, mask.Width).Select(x => (x, Rows: dense.Row(0)[x] + (2 * dense.Row(1)[x]))).Where(s => s.Rows > 0)
            .Select(s => $"{s.x} {s.Rows}");
    }
}
