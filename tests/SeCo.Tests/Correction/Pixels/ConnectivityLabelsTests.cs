using FsCheck.Xunit;
using SeCo.Correction;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Correction.Pixels;

public sealed class ConnectivityLabelsTests
{
    [Fact]
    public void Later_regions_lie_over_earlier_ones_and_rejected_ones_leave_nothing()
    {
        ConnectivityLabels labels = new(3, 2);
        labels.Paint(RunLengthMask.FromCounts(3, 2, [0, 4, 2]), 7);
        labels.Paint(RunLengthMask.FromCounts(3, 2, [3, 2, 1]), 9);
        labels.Paint(RunLengthMask.FromCounts(3, 2, [0, 1, 5]), LabelMap.Ignore);

        Assert.Equal([255, 7, 9, 7, 9, 255], labels.ToLabelMap().Pixels.ToArray());
    }

    [Property(MaxTest = 100)]
    public void Equals_painting_dense_masks(int seed)
    {
        Random random = new(seed);
        int width = random.Next(1, 150), height = random.Next(1, 40);
        ConnectivityLabels labels = new(width, height);
        byte[] expected = new byte[width * height];
        Array.Fill(expected, LabelMap.Ignore);
        for (int i = random.Next(6); i >= 0; i--)
        {
            BinaryMask mask = new(width, height);
            double share = random.NextDouble();
            byte label = (byte)random.Next(256);
            for (int p = 0; p < expected.Length; p++)
            {
                if (random.NextDouble() < share)
                {
                    mask.Pixels[p] = 1;
                    expected[p] = label;
                }
            }

            labels.Paint(RunLengthMask.FromMask(mask), label);
        }

        Assert.Equal(expected, labels.ToLabelMap().Pixels.ToArray());
    }

    [Fact]
    public void A_mask_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ConnectivityLabels(3, 2).Paint(RunLengthMask.FromCounts(2, 3, [6]), 0));
}
