using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests;

public sealed class TensorTests : TensorTest
{
    [Fact]
    public void Values_go_in_and_come_out_again_for_every_type() => InScope(() =>
    {
        AssertRoundTrip<float>([1.5f, -2, 0]);
        AssertRoundTrip<double>([1e300, -2, 0]);
        AssertRoundTrip<long>([long.MaxValue, -2, 0]);
        AssertRoundTrip<int>([int.MinValue, 2, 0]);
        AssertRoundTrip<short>([short.MinValue, 2, 0]);
        AssertRoundTrip<sbyte>([-128, 127, 0]);
        AssertRoundTrip<byte>([255, 1, 0]);
        AssertRoundTrip<bool>([true, false, true]);
        AssertRoundTrip<Half>([(Half)1.5, (Half)(-2), (Half)0]);
    });

    [Fact]
    public void A_tensor_tells_its_shape_type_and_place() => InScope(() =>
    {
        Tensor t = Floats([2, 3], 1, 2, 3, 4, 5, 6);
        Assert.Equal([2, 3], t.Shape.ToArray());
        Assert.Equal(2, t.Rank);
        Assert.Equal(6, t.ElementCount);
        Assert.Equal(3, t.Size(-1));
        Assert.Equal(DType.Float32, t.DType);
        Assert.Equal(Device.Cpu, t.Device);
        Assert.True(t.IsContiguous);
        Assert.Equal([3, 1], t.Strides());
        Assert.Equal("float32[2, 3] cpu", t.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => t.Size(2));
    });

    [Fact]
    public void A_transposed_tensor_reads_out_in_row_major_order() => InScope(() =>
    {
        Tensor t = Floats([2, 3], 1, 2, 3, 4, 5, 6).Transpose(0, 1);
        Assert.False(t.IsContiguous);
        Assert.Equal([1f, 4, 2, 5, 3, 6], t.ToArray<float>());
    });

    [Fact]
    public void An_image_in_channels_last_order_keeps_its_shape_and_values() => InScope(() =>
    {
        Tensor t = Floats([1, 2, 1, 2], 1, 2, 3, 4).ToMemoryFormat(MemoryFormat.ChannelsLast);
        Assert.Equal([4, 1, 4, 2], t.Strides());
        Assert.Equal([1f, 2, 3, 4], t.ToArray<float>());
    });

    [Fact]
    public void Fillers_fill() => InScope(() =>
    {
        AssertTensor(Tensor.Zeros([2]), [2], [0, 0]);
        AssertTensor(Tensor.Ones([2], DType.Int64), [2], [1, 1]);
        AssertTensor(Tensor.Full([1, 2], 2.5), [1, 2], [2.5, 2.5]);
        AssertTensor(Tensor.Range(4), [4], [0, 1, 2, 3]);
        AssertTensor(Tensor.Scalar(7), [], [7]);
        AssertTensor(Tensor.ZerosLike(Tensor.Ones([3])), [3], [0, 0, 0]);
        AssertTensor(Tensor.Zeros([0, 3]), [0, 3], []);
    });

    [Fact]
    public void Item_reads_single_values_of_every_type() => InScope(() =>
    {
        foreach (DType type in Enum.GetValues<DType>())
        {
            Assert.Equal(1, Tensor.Scalar(1, type).Item());
        }

        Assert.Equal(-2.5, Tensor.Scalar(-2.5, DType.BFloat16).Item());
        Assert.Throws<InvalidOperationException>(() => Tensor.Ones([2]).Item());
    });

    [Fact]
    public void A_wrong_number_of_values_or_bytes_is_refused()
    {
        Assert.Contains("[2, 2]", Assert.Throws<ArgumentException>(() => Tensor.From([1f, 2f, 3f], 2, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tensor.FromBytes(DType.Int16, [2], [1, 2, 3]));
        Assert.ThrowsAny<ArgumentException>(() => Tensor.Zeros([-1]));
        Assert.Throws<OverflowException>(() => Tensor.Zeros([long.MaxValue, 4]));
    }

    [Fact]
    public void Reading_as_another_type_says_how_to_convert() => InScope(() =>
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Tensor.Ones([2]).ToArray<long>());
        Assert.Contains("To(DType.Int64)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2]).CopyTo(new float[3].AsSpan()));
    });

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        Tensor t = Tensor.Ones([2]);
        t.Dispose();
        t.Dispose();
        Assert.True(t.IsDisposed);
        Assert.Contains("Keep", Assert.Throws<ObjectDisposedException>(() => t.Relu()).Message, StringComparison.Ordinal);
    }

    private static void AssertRoundTrip<T>(T[] values)
        where T : unmanaged
    {
        Assert.Equal(values, Tensor.From(values, 3).ToArray<T>());
        Assert.Equal(values, Tensor.From<T>(values.AsSpan(), 3, 1).ToArray<T>());
    }
}
