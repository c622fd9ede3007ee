using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Checkpoints.Pickling;
using SeCo.Checkpoints.Tests.Fixtures;
using Xunit;

namespace SeCo.Checkpoints.Tests.Pth;

public sealed class PthFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Reads_a_state_dictionary_in_every_format(int format)
    {
        using PthFile file = Open(format switch { 0 => PthSample.StateZip(), 1 => PthSample.StateZip(deflate: true), _ => PthSample.StateLegacy() });
        PickleMapping root = Assert.IsType<PickleMapping>(file.Root);
        Assert.Equal(["weight", "transposed", "counter"], root.Items.Select(i => i.Key));
        Assert.Equal(PthSample.Values, Tensor(root, "weight").Read().ToSingles());
        Assert.Equal([1f, 4, 2, 5, 3, 6], Tensor(root, "transposed").Read().ToSingles());
        Assert.Equal([3, 2], Tensor(root, "transposed").Shape);
        Assert.Equal([77f], Tensor(root, "counter").Read().ToSingles());
        Assert.Equal(DType.Int64, Tensor(root, "counter").Type);
    }

    [Fact]
    public void Reads_views_with_offsets_strides_and_repeated_elements()
    {
        byte[] pickle = new PickleEmitter().Op('(')
            .Tensor("FloatStorage", "0", 6, 1, [2, 2], [3, 1])
            .Tensor("FloatStorage", "0", 6, 5, [1], [1])
            .Tensor("FloatStorage", "0", 6, 2, [3, 2], [0, 1])
            .Tensor("FloatStorage", "0", 6, 6, [0, 4], [4, 1])
            .Tensor("FloatStorage", "0", 6, 0, [1, 2], [99, 3])
            .Op('t').Stop().ToArray();
        using PthFile file = Open(PthSample.Zip(pickle, PthSample.StateStorages));
        PickleTuple tensors = Assert.IsType<PickleTuple>(file.Root);
        Assert.Equal([2f, 3, 5, 6], Values(tensors[0]));
        Assert.Equal([6f], Values(tensors[1]));
        Assert.Equal([3f, 4, 3, 4, 3, 4], Values(tensors[2]));
        Assert.Empty(Values(tensors[3]));
        Assert.Equal([1f, 4], Values(tensors[4]));
    }

    [Theory]
    [InlineData("ByteStorage", DType.UInt8, 1)]
    [InlineData("CharStorage", DType.Int8, 1)]
    [InlineData("BoolStorage", DType.Bool, 1)]
    [InlineData("ShortStorage", DType.Int16, 2)]
    [InlineData("HalfStorage", DType.Float16, 2)]
    [InlineData("BFloat16Storage", DType.BFloat16, 2)]
    [InlineData("IntStorage", DType.Int32, 4)]
    [InlineData("FloatStorage", DType.Float32, 4)]
    [InlineData("LongStorage", DType.Int64, 8)]
    [InlineData("DoubleStorage", DType.Float64, 8)]
    public void Knows_every_storage_class(string storageClass, DType type, int size)
    {
        byte[] bytes = [.. Enumerable.Range(1, 3 * size).Select(i => (byte)i)];
        byte[] pickle = new PickleEmitter().Tensor(storageClass, "k", 3, 0, [3], [1]).Stop().ToArray();
        using PthFile zip = Open(PthSample.Zip(pickle, [("k", bytes)]));
        Assert.Equal(bytes, Assert.IsType<PthTensor>(zip.Root).Read().Bytes.ToArray());
        using PthFile legacy = Open(PthSample.Legacy(pickle, ("k", 3, bytes)));
        Assert.Equal(bytes, Assert.IsType<PthTensor>(legacy.Root).Read().Bytes.ToArray());
        Assert.Equal(type, ((PthTensor)zip.Root!).Type);
    }

    [Fact]
    public void Reads_parameters_sizes_parts_of_storages_and_untyped_storages()
    {
        byte[] pickle = new PickleEmitter().Op('(')
            .Global("torch._utils", "_rebuild_parameter").Op('(').Tensor("FloatStorage", "0", 6, 0, [1], [1]).Raw(0x88).Op('N').Op('t').Op('R')
            .Global("torch", "Size").Longs(2, 3).Raw(0x85).Op('R')
            .Global("torch._utils", "_rebuild_tensor").Op('(').Storage("FloatStorage", "0", 6, (2, 3)).Long(1).Longs(2).Longs(1).Op('t').Op('R')
            .Global("torch._utils", "_rebuild_tensor_v3").Op('(').Storage("UntypedStorage", "u", 8).Long(1).Longs(1).Longs(1).Raw(0x89).Op('N')
            .Global("torch", "float32").Op('t').Op('R')
            .Op('t').Stop().ToArray();
        using PthFile file = Open(PthSample.Legacy(pickle, ("0", 6, PthSample.Bytes(PthSample.Values)), ("u", 8, PthSample.Bytes(8f, 9f))));
        PickleTuple items = Assert.IsType<PickleTuple>(file.Root);
        Assert.Equal([1f], Values(items[0]));
        Assert.Equal(new object[] { 2L, 3L }, Assert.IsType<PickleTuple>(items[1]));
        Assert.Equal([4f, 5], Values(items[2]));
        Assert.Equal([9f], Values(items[3]));
    }

    [Fact]
    public void Swaps_the_bytes_of_a_file_from_a_big_endian_machine()
    {
        byte[] pickle = new PickleEmitter().Tensor("FloatStorage", "0", 1, 0, [1], [1]).Stop().ToArray();
        byte[] value = [.. PthSample.Bytes(1.5f).Reverse()];
        using PthFile file = Open(PthSample.Zip(pickle, [("0", value)], others: ("archive/byteorder", "big"u8.ToArray())));
        Assert.Equal([1.5f], Values(file.Root));
        CheckError(PthSample.Zip(pickle, [("0", value)], others: ("archive/byteorder", "middle"u8.ToArray())), "middle");
    }

    [Fact]
    public void Drops_the_metadata_of_a_state_dictionary()
    {
        byte[] pickle = new PickleEmitter().Global("collections", "OrderedDict").Op(')').Op('R')
            .Op('(').Text("w").Tensor("FloatStorage", "0", 6, 0, [6], [1]).Op('u')
            .Op('}').Text("_metadata").Op('}').Op('s').Op('b').Stop().ToArray();
        using PthFile file = Open(PthSample.Zip(pickle, PthSample.StateStorages));
        Assert.Equal("w", Assert.Single(Assert.IsType<PickleMapping>(file.Root).Items).Key);
    }

    [Theory]
    [InlineData("numpy.core.multiarray", "f8", "\u00b8\u001e\u0085\u00ebQ(P@", 64.63)]
    [InlineData("numpy._core.multiarray", "f4", "\0\0\u00c0?", 1.5)]
    [InlineData("numpy.core.multiarray", "i8", "\u00fe\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", -2L)]
    [InlineData("numpy.core.multiarray", "u1", "\u00ff", 255L)]
    [InlineData("numpy.core.multiarray", "b1", "\u0001", true)]
    public void Reads_single_numbers_of_numpy(string module, string code, string bytes, object expected)
    {
        using PthFile file = Open(PthSample.Zip(NumpyNumber(module, code, "<", bytes), []));
        Assert.Equal(expected, file.Root);
    }

    [Theory]
    [InlineData("f8", ">", "\0\0\0\0\0\0\0\0", "state of")]
    [InlineData("O8", "|", "\0\0\0\0\0\0\0\0", "refuses to call 'numpy.dtype'")]
    [InlineData("f8", "<", "\0\0\0\0", "refuses to call 'numpy.core.multiarray.scalar'")]
    [InlineData("f8", "<", "\0\0\0\0\0\0\0\0\0", "refuses to call '_codecs.encode'")]
    [InlineData("f8", "<", "\0\0\0\0\0\0\0\u0100", "refuses to call '_codecs.encode'")]
    public void Refuses_other_objects_of_numpy(string code, string order, string bytes, string reason) =>
        CheckError(PthSample.Zip(NumpyNumber("numpy.core.multiarray", code, order, bytes), []), reason);

    [Theory]
    [InlineData(6, 0, new long[] { 7 }, new long[] { 1 }, "beyond its storage")]
    [InlineData(6, 6, new long[] { 1 }, new long[] { 1 }, "beyond its storage")]
    [InlineData(6, 0, new long[] { 2, 2 }, new long[] { 5, 1 }, "beyond its storage")]
    [InlineData(6, 0, new long[] { 2 }, new long[] { long.MaxValue }, "beyond its storage")]
    [InlineData(6, 0, new long[] { 3, 3 }, new long[] { long.MaxValue, long.MaxValue }, "beyond its storage")]
    [InlineData(6, -1, new long[] { 1 }, new long[] { 1 }, "impossible")]
    [InlineData(6, 0, new long[] { 2 }, new long[] { -1 }, "impossible")]
    [InlineData(6, 0, new long[] { -2 }, new long[] { 1 }, "impossible")]
    [InlineData(6, 0, new long[] { 2 }, new long[] { 1, 1 }, "impossible")]
    [InlineData(6, 0, new long[] { 1L << 40, 1L << 40 }, new long[] { 0, 0 }, "impossible")]
    [InlineData(6, 0, new long[] { 1L << 30 }, new long[] { 0 }, "more than can be read")]
    [InlineData(1L << 61, 0, new long[] { 1 }, new long[] { 1 }, "persistent id")]
    [InlineData(-6, 0, new long[] { 1 }, new long[] { 1 }, "persistent id")]
    [InlineData(1L << 50, 0, new long[] { 1 }, new long[] { 1 }, "storage '0'")]
    [InlineData(7, 0, new long[] { 1 }, new long[] { 1 }, "storage '0'")]
    public void Refuses_tensors_that_do_not_lie_in_their_storage(long count, long offset, long[] shape, long[] strides, string reason)
    {
        byte[] pickle = new PickleEmitter().Tensor("FloatStorage", "0", count, offset, shape, strides).Stop().ToArray();
        CheckError(PthSample.Zip(pickle, PthSample.StateStorages), reason);
        CheckError(PthSample.Legacy(pickle, ("0", 6, PthSample.Bytes(PthSample.Values))), reason);
    }

    [Fact]
    public void Refuses_views_that_repeat_elements_beyond_what_the_whole_file_may_ask_for()
    {
        PickleEmitter pickle = new PickleEmitter().Op('(').Tensor("FloatStorage", "0", 6, 0, [1L << 24], [0]);
        Open(PthSample.Zip(new PickleEmitter().Op('(').Tensor("FloatStorage", "0", 6, 0, [1L << 24], [0]).Op('t').Stop().ToArray(), PthSample.StateStorages))
            .Dispose();
        byte[] three = pickle.Tensor("FloatStorage", "0", 6, 0, [1L << 24], [0]).Tensor("FloatStorage", "0", 6, 0, [1L << 24], [0]).Op('t').Stop().ToArray();
        CheckError(PthSample.Zip(three, PthSample.StateStorages), "beyond their storages");
        CheckError(PthSample.Legacy(three, ("0", 6, PthSample.Bytes(PthSample.Values))), ReadBudget.Variable);
    }

    [Fact]
    public void Refuses_storages_that_are_absent_named_twice_or_of_two_types()
    {
        byte[] absent = new PickleEmitter().Tensor("FloatStorage", "../../x", 6, 0, [6], [1]).Stop().ToArray();
        CheckError(PthSample.Zip(absent, PthSample.StateStorages), "../../x");
        CheckError(PthSample.Legacy(absent), "no bytes for storage");
        CheckError(PthSample.Legacy(absent, ("other", 0, [])), "which no tensor uses");
        byte[] twoTypes =
            new PickleEmitter().Op('(').Tensor("FloatStorage", "0", 6, 0, [6], [1]).Tensor("LongStorage", "0", 3, 0, [3], [1]).Op('t').Stop().ToArray();
        CheckError(PthSample.Zip(twoTypes, PthSample.StateStorages), "named twice");
    }

    [Fact]
    public void Refuses_other_files_by_what_they_are()
    {
        CheckError("hello there"u8.ToArray(), "neither a zip archive nor a pickle");
        CheckError([], "neither a zip archive nor a pickle");
        CheckError(new PickleEmitter().Op('}').Stop().ToArray(), "magic number");
        CheckError(PthSample.Zip(PthSample.StatePickle, PthSample.StateStorages, others: ("archive/constants.pkl", [1])), "TorchScript");
        CheckError(PthSample.Zip([], []), "expected");
        Assert.Throws<CheckpointException>(() => PthFile.Open(_folder["absent.pth"]));
        Assert.Throws<CheckpointException>(() => PthFile.Open(_folder.Path));
    }

    [Fact]
    public void Refuses_a_zip_bomb_before_taking_its_memory()
    {
        byte[] pickle = new PickleEmitter().Tensor("ByteStorage", "0", 150_000_000, 0, [150_000_000], [1]).Stop().ToArray();
        byte[] bomb = PthSample.Zip(pickle, [("0", new byte[150_000_000])], deflate: true);
        Assert.True(bomb.Length < 200_000);
        CheckError(bomb, "the compressed entries of the archive up to here: 150000");
        CheckError(bomb, ReadBudget.Variable);
    }

    [Fact]
    public void Refuses_an_archive_entry_whose_size_lies()
    {
        byte[] zip = PthSample.StateZip();
        int record = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        zip[record + 20] = 0xff;
        CheckError(zip, "does not fit the file");
        zip = PthSample.StateZip();
        zip[record + 10] = 12;
        CheckError(zip, "method 12");
    }

    private static float[] Values(object? tensor) => Assert.IsType<PthTensor>(tensor).Read().ToSingles();

    private static PthTensor Tensor(PickleMapping mapping, string key) =>
        Assert.IsType<PthTensor>(mapping.TryGetValue(key, out object? value) ? value : null);

    private void CheckError(byte[] bytes, string reason)
    {
        CheckpointException error = Assert.Throws<CheckpointException>(() => Open(bytes));
        Assert.Contains(_folder["x.pth"], error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A number as NumPy writes it: scalar(dtype(code, False, True) with a state, encode(bytes, 'latin1')).</summary>
    private static byte[] NumpyNumber(string module, string code, string order, string bytes) => new PickleEmitter()
        .Global(module, "scalar").Op('(')
        .Global("numpy", "dtype").Op('(').Text(code).Raw(0x89).Raw(0x88).Op('t').Op('R').Op('(').Int(3).Text(order).Op('N').Op('N').Op('N').Int(-1).Int(-1)
            .Int(0).Op('t').Op('b')
        .Global("_codecs", "encode").Op('(').Text(bytes).Text("latin1").Op('t').Op('R')
        .Op('t').Op('R').Stop().ToArray();

    private PthFile Open(byte[] bytes)
    {
        File.WriteAllBytes(_folder["x.pth"], bytes);
        return PthFile.Open(_folder["x.pth"]);
    }
}
