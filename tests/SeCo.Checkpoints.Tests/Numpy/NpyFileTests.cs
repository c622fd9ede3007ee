using System.Text;
using FsCheck.Xunit;
using SeCo.Checkpoints;
using SeCo.Testing;
using Xunit;

namespace SeCo.Checkpoints.Tests.Numpy;

public sealed class NpyFileTests
{
    [Fact]
    public void Writes_the_bytes_that_numpy_writes()
    {
        using MemoryStream stream = new();
        NpyFile.Write<float>(stream, [1, 2, 3, 4, 5, 6], 2, 3);
        // numpy.save of numpy.arange(1, 7, dtype='f4').reshape(2, 3), numpy 1.24.
        string header = "\u0093NUMPY\u0001\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
        byte[] expected = [.. Encoding.Latin1.GetBytes(header.PadRight(127) + '\n'), .. new float[] { 1, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)];
        Assert.Equal(expected, stream.ToArray());
    }

    [Property(MaxTest = 50)]
    public void Arrays_survive_a_round_trip(float[] narrow, double[] wide, byte[] bytes, long[] whole)
    {
        using TempFolder folder = new();
        NpyFile.Write<float>(folder["s"], narrow, narrow.Length);
        NpyFile.Write<double>(folder["d"], wide, 1, wide.Length);
        NpyFile.Write<byte>(folder["b"], bytes, bytes.Length, 1, 1);
        NpyFile.Write<long>(folder["l"], whole, whole.Length);
        Assert.Equal(narrow, NpyFile.Read(folder["s"]).Values<float>().ToArray());
        Assert.Equal(wide, NpyFile.Read(folder["d"]).Values<double>().ToArray());
        Assert.Equal(bytes, NpyFile.Read(folder["b"]).Values<byte>().ToArray());
        Assert.Equal(whole, NpyFile.Read(folder["l"]).Values<long>().ToArray());
        Assert.Equal([1, wide.Length], NpyFile.Read(folder["d"]).Shape.ToArray());
        Assert.Equal([bytes.Length, 1, 1], NpyFile.Read(folder["b"]).Shape.ToArray());
    }

    [Fact]
    public void Fortran_order_becomes_c_order()
    {
        // The array [[0, 1, 2], [3, 4, 5]], stored column by column; then [2, 2, 2] of 0…7.
        Assert.Equal([0, 1, 2, 3, 4, 5], Read("'<i2'", "True", "(2, 3)", Shorts(0, 3, 1, 4, 2, 5)).Values<short>().ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Read("'<i2'", "True", "(2, 2, 2)", Shorts(0, 4, 2, 6, 1, 5, 3, 7)).Values<short>().ToArray());
    }

    [Theory]
    [InlineData("'|b1'", new byte[] { 1 })]
    [InlineData("'|u1'", new byte[] { 1 })]
    [InlineData("'<i1'", new byte[] { 1 })]
    [InlineData("'<u2'", new byte[] { 1, 0 })]
    [InlineData("'<i2'", new byte[] { 1, 0 })]
    [InlineData("'<i4'", new byte[] { 1, 0, 0, 0 })]
    [InlineData("'<i8'", new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("'<f2'", new byte[] { 0, 0x3c })]
    [InlineData("'<f4'", new byte[] { 0, 0, 0x80, 0x3f })]
    [InlineData("'<f8'", new byte[] { 0, 0, 0, 0, 0, 0, 0xf0, 0x3f })]
    public void Each_type_converts_to_floats_and_reads_from_each_version(string type, byte[] one)
    {
        for (byte version = 1; version <= 3; version++)
        {
            Assert.Equal([1f], Read(type, "False", "()", one, version).ToSingles());
            Assert.Equal([1d], Read(type, "False", "(1,)", one, version).ToDoubles());
        }
    }

    [Fact]
    public void Asking_for_another_type_says_which_it_is()
    {
        TensorData array = Read("'<f4'", "False", "(1,)", [0, 0, 0, 0]);
        Assert.Contains("Float32", Assert.Throws<InvalidOperationException>(() => array.Values<double>().Length).Message);
    }

    [Theory]
    [InlineData("'>f4'", "False", "(1,)", "expected one of")]
    [InlineData("'|O'", "False", "(1,)", "expected one of")]
    [InlineData("'<c8'", "False", "(1,)", "expected one of")]
    [InlineData("[('a', '<f4')]", "False", "(1,)", "records")]
    [InlineData("'<f4'", "false", "(1,)", "fortran_order")]
    [InlineData("'<f4'", "False", "(-1,)", "axis")]
    [InlineData("'<f4'", "False", "(2147483647, 2147483647, 2147483647, 2147483647, 2147483647)", "needs")]
    [InlineData("'<f4'", "False", "(2,)", "cut short")]
    [InlineData("'<f4'", "False", "(1,), 'more': 1", "'more'")]
    [InlineData("'<f4'", "False", "(1", "axis length")]
    public void Refuses_what_it_does_not_read(string type, string fortran, string shape, string expected)
    {
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => Read(type, fortran, shape, [0, 0, 0, 0])).Message);
    }

    [Fact]
    public void A_file_cut_at_any_byte_or_with_any_header_byte_changed_gives_values_or_a_format_error()
    {
        byte[] whole = Build("'<f4'", "False", "(2, 2)", new byte[16], 1);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] cut = whole[..i];
            Assert.Throws<CheckpointException>(() => NpyFile.Read(new MemoryStream(cut), "cut"));
            foreach (byte value in (byte[])[0, 0xff, (byte)'9', (byte)'\'', (byte)')'])
            {
                byte[] changed = [.. whole];
                changed[i] = value;
                try
                {
                    Assert.InRange(NpyFile.Read(new MemoryStream(changed), "changed").Count, 0, 16);
                }
                catch (CheckpointException e)
                {
                    Assert.StartsWith("changed: ", e.Message);
                }
            }
        }
    }

    [Fact]
    public void A_shape_of_another_size_is_an_argument_error() =>
        Assert.Throws<ArgumentException>(() => NpyFile.Write<float>(new MemoryStream(), new float[5], 2, 3));

    private static byte[] Shorts(params short[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static TensorData Read(string type, string fortran, string shape, byte[] data, byte version = 1) =>
        NpyFile.Read(new MemoryStream(Build(type, fortran, shape, data, version)), "memory");

    private static byte[] Build(string type, string fortran, string shape, byte[] data, byte version)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': {type}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. data];
    }
}
