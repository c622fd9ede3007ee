using SeCo.Checkpoints;
using SeCo.Checkpoints.Tests.Fixtures;
using Xunit;

namespace SeCo.Checkpoints.Tests.Data;

public sealed class TensorDataTests
{
    [Fact]
    public void Refuses_bytes_that_do_not_fit_the_shape()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TensorData(DType.Float32, [2, 3], new byte[20]));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scalar_has_one_element_and_an_empty_tensor_none()
    {
        Assert.Equal(1, new TensorData(DType.Int64, [], new byte[8]).Count);
        Assert.Equal(0, new TensorData(DType.Int64, [3, 0], Array.Empty<byte>()).Count);
    }

    [Fact]
    public void Converts_every_element_type_to_singles()
    {
        Check(DType.Float32, [1.5f, -2f], PthSample.Bytes(1.5f, -2f));
        Check(DType.Float64, [1.5f, 1e30f], PthSample.Bytes(1.5, 1e30f));
        Check(DType.Float16, [1.5f, -65504f], PthSample.Bytes((Half)1.5, Half.MinValue));
        Check(DType.BFloat16, [1f, -2.5f], PthSample.Bytes<ushort>(0x3f80, 0xc020));
        Check(DType.UInt8, [0, 255], [0, 255]);
        Check(DType.Int8, [-128, 127], PthSample.Bytes(sbyte.MinValue, sbyte.MaxValue));
        Check(DType.Int16, [-3, 7], PthSample.Bytes<short>(-3, 7));
        Check(DType.Int32, [-3, 7], PthSample.Bytes(-3, 7));
        Check(DType.Int64, [-3, 7], PthSample.Bytes<long>(-3, 7));
        Check(DType.Bool, [0, 1], [0, 1]);
    }

    [Fact]
    public void Copies_the_values_it_is_made_from()
    {
        float[] values = [1, 2];
        TensorData data = TensorData.From<float>([2], values);
        values[0] = 9;
        Assert.Equal([1f, 2f], data.ToSingles());
        Assert.Equal([5f], TensorData.From<long>([], [5L]).ToSingles());
    }

    private static void Check(DType type, float[] expected, byte[] bytes) => Assert.Equal(expected, new TensorData(type, [2], bytes).ToSingles());
}
