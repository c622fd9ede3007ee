using FsCheck.Xunit;
using SeCo.Imaging;
using SeCo.PixelLabels;
using Xunit;

namespace SeCo.Tests.PixelLabels;

public sealed class ConfidenceHistogramTests
{
    [Property]
    public bool The_level_is_the_value_at_the_rank_of_a_descending_sort(ushort[] values, byte share)
    {
        if (values.Length == 0)
        {
            return true;
        }

        double portion = (share + 1) / 256.0;
        ConfidenceHistogram histogram = new(3);
        histogram.Add(Labels([.. values.Select(v => (byte)(v % 3))]), new ConfidenceMap(values.Length, 1, values));
        return Enumerable.Range(0, 3).All(c =>
        {
            ushort[] sorted = [.. values.Where(v => v % 3 == c).OrderDescending()];
            int expected = sorted.Length == 0 ? 65535 : sorted[Math.Min((int)(portion * sorted.Length), sorted.Length - 1)];
            return histogram.LevelOf(c, portion) == expected && histogram.Count(c) == sorted.Length;
        }) && histogram.GlobalLevel(portion) == values.OrderDescending().ElementAt(Math.Min((int)(portion * values.Length), values.Length - 1));
    }

    [Property]
    public bool Adding_histograms_is_counting_all_pixels(ushort[] first, ushort[] second)
    {
        ConfidenceHistogram together = Counted([.. first, .. second]);
        ConfidenceHistogram sum = Counted(first);
        sum.Add(Counted(second));
        return Same(together, sum);
    }

    [Property]
    public bool A_written_histogram_is_read_back(ushort[] values)
    {
        ConfidenceHistogram histogram = Counted(values);
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            histogram.Write(writer);
        }

        memory.Position = 0;
        using BinaryReader reader = new(memory);
        return Same(histogram, ConfidenceHistogram.Read(reader, 4)) && memory.Position == memory.Length;
    }

    [Fact]
    public void Pixels_without_a_label_are_not_counted()
    {
        ConfidenceHistogram histogram = new(2);
        histogram.Add(Labels([0, 255, 1]), new ConfidenceMap(3, 1, [10, 20, 30]));

        Assert.Equal(1, histogram.Count(0));
        Assert.Equal(1, histogram.Count(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.0001)]
    [InlineData(double.NaN)]
    public void A_portion_out_of_range_is_refused(double portion) => Assert.Throws<ArgumentOutOfRangeException>(() => Counted([1]).LevelOf(0, portion));

    [Fact]
    public void Labels_and_sizes_must_fit()
    {
        ConfidenceHistogram histogram = new(2);

        Assert.Throws<ArgumentException>(() => histogram.Add(Labels([2]), new ConfidenceMap(1, 1)));
        Assert.Throws<ArgumentException>(() => histogram.Add(Labels([0]), new ConfidenceMap(2, 1)));
        Assert.Throws<ArgumentException>(() => histogram.Add(new ConfidenceHistogram(3)));
    }

    private static LabelMap Labels(byte[] labels) => new(labels.Length, 1, labels);

    private static ConfidenceHistogram Counted(ushort[] values)
    {
        ConfidenceHistogram histogram = new(4);
        if (values.Length > 0)
        {
            histogram.Add(Labels([.. values.Select(v => (byte)(v % 4))]), new ConfidenceMap(values.Length, 1, values));
        }

        return histogram;
    }

    private static bool Same(ConfidenceHistogram a, ConfidenceHistogram b) => Enumerable.Range(0, 4).All(c =>
        a.Count(c) == b.Count(c) && new[] { 0.01, 0.3, 0.5, 0.9, 1 }.All(p => a.LevelOf(c, p) == b.LevelOf(c, p)));
}
