using FsCheck.Xunit;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Imaging.Tests.Rle;

public sealed class ColumnMajorTests
{
    [Fact]
    public void Rows_become_columns_and_back()
    {
        byte[] rows = [1, 2, 3, 4, 5, 6];
        byte[] columns = ColumnMajor.Transpose(rows, 3, 2);
        Assert.Equal([1, 4, 2, 5, 3, 6], columns);
        Assert.Equal(rows, ColumnMajor.Transpose(columns, 2, 3));
        Assert.Throws<ArgumentException>(() => ColumnMajor.Transpose(rows, 2, 2));
    }

    [Property]
    public void Painting_and_counting_columns_agree_with_rows(byte width, byte height, int seed)
    {
        (int w, int h) = ((width % 90) + 1, (height % 90) + 1);
        Random random = new(seed);
        BinaryMask mask = new(w, h);
        LabelMap labels = new(w, h);
        random.NextBytes(labels.Pixels);
        for (int i = 0; i < mask.Pixels.Length; i++)
        {
            mask.Pixels[i] = (byte)random.Next(2);
        }

        RunLengthMask runs = RunLengthMask.FromMask(mask);
        int[] counts = new int[256];
        ColumnMajor.Count(ColumnMajor.Transpose(labels.Pixels, w, h), runs, counts);
        Assert.Equal(runs.CountLabels(labels), counts);

        byte[] columns = ColumnMajor.Transpose(labels.Pixels, w, h);
        ColumnMajor.Paint<byte>(columns, runs, 9);
        runs.Paint(labels, 9);
        Assert.Equal(labels.Pixels.ToArray(), ColumnMajor.Transpose(columns, h, w));
    }
}
