using Xunit;

namespace SeCo.Checkpoints.Tests.Data;

public sealed class ElementLayoutTests
{
    [Theory]
    [InlineData(new long[] { }, 4)]
    [InlineData(new long[] { 2, 3 }, 24)]
    [InlineData(new long[] { long.MaxValue, 0 }, 0)]
    [InlineData(new long[] { 2, -3 }, null)]
    [InlineData(new long[] { 0, -3 }, null)]
    [InlineData(new long[] { long.MaxValue / 4, 2 }, null)]
    public void A_tensor_has_the_bytes_of_its_elements_or_an_impossible_shape(long[] shape, int? expected)
    {
        bool fits = ElementLayout.TryByteCount(DType.Float32, shape, out long bytes);
        Assert.Equal(expected, fits ? (int)bytes : null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Strided_elements_are_put_beside_each_other(int size)
    {
        // 0 1 2 / 3 4 5 in memory, seen as its transpose: strides 1 and 3.
        byte[] source = [.. Enumerable.Range(0, 6).SelectMany(i => Enumerable.Repeat((byte)i, size))];
        byte[] target = new byte[6 * size];
        ElementLayout.CopyStrided(source, [3, 2], [1, 3], size, target);
        Assert.Equal(((byte[])[0, 3, 1, 4, 2, 5]).SelectMany(i => Enumerable.Repeat(i, size)), target);
    }

    [Fact]
    public void A_stride_of_0_repeats_an_element()
    {
        byte[] target = new byte[6];
        ElementLayout.CopyStrided([7, 8], [2, 3], [1, 0], 1, target);
        Assert.Equal([7, 7, 7, 8, 8, 8], target);
    }
}
