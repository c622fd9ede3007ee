using System.IO.Compression;

namespace SeCo.Checkpoints;

/// <summary>Writes PyTorch's zip files, as <c>torch.save(state_dict)</c> does: for programs that read nothing else. Whole or not at all.</summary>
public static class PthWriter
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the same tensors give the same bytes

    /// <summary>Writes tensors one by one, in the order in which they are given: no more than one is in memory at a time.</summary>
    /// <param name="path">The file; its folder is made where there is none. An older file is replaced only when the new one is complete.</param>
    /// <param name="tensors">The tensors.</param>
    /// <exception cref="ArgumentException">A name is given twice, or a source gives a wrong number of bytes.</exception>
    public static void Write(string path, IEnumerable<TensorSource> tensors)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorSource[] all = [.. tensors];
        if (all.GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The tensor name '{twice.Key}' is given twice.", nameof(tensors));
        }

        AtomicFile.Write(path, stream =>
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Create);
            Add(archive, "data.pkl", StateDictionaryPickle.Compose(all));
            Add(archive, "byteorder", "little"u8);
            for (int i = 0; i < all.Length; i++)
            {
                Add(archive, $"data/{i}", all[i].Fetch().Span);
            }

            Add(archive, "version", "3\n"u8);
        });
    }

    private static void Add(ZipArchive archive, string name, ReadOnlySpan<byte> content)
    {
        ZipArchiveEntry entry = archive.CreateEntry($"archive/{name}", CompressionLevel.NoCompression);
        entry.LastWriteTime = Epoch;
        using Stream stream = entry.Open();
        stream.Write(content);
    }
}

/// <summary>The pickle (protocol 2) of an ordered dictionary of contiguous tensors, one storage each:
/// what <c>torch.save</c> writes as <c>data.pkl</c>.</summary>
internal static class StateDictionaryPickle
{
    internal static byte[] Compose(IReadOnlyList<TensorSource> tensors)
    {
        using MemoryStream stream = new();
        Write(stream, PickleOpcode.Protocol);
        stream.WriteByte(2);
        EmptyDictionary(stream);
        Write(stream, PickleOpcode.Mark);
        for (int i = 0; i < tensors.Count; i++)
        {
            Text(stream, tensors[i].Name);
            Tensor(stream, tensors[i], i);
        }

        Write(stream, PickleOpcode.SetItems, PickleOpcode.Stop);
        return stream.ToArray();
    }

    private static void Tensor(MemoryStream stream, TensorSource tensor, int key)
    {
        long[] shape = [.. tensor.Shape];
        Global(stream, "torch._utils", "_rebuild_tensor_v2");
        Write(stream, PickleOpcode.Mark, PickleOpcode.Mark);
        Text(stream, "storage");
        Global(stream, "torch", $"{tensor.Type.Names().Storage ?? throw new ArgumentException($"PyTorch's files have no storage for {tensor.Type}.")}Storage");
        Text(stream, $"{key}");
        Text(stream, "cpu");
        Integer(stream, shape.Aggregate(1L, (count, length) => count * length));
        Write(stream, PickleOpcode.Tuple, PickleOpcode.Persistent);
        Integer(stream, 0);
        Integers(stream, shape);
        Integers(stream, ElementLayout.Strides(shape));
        Write(stream, PickleOpcode.False);
        EmptyDictionary(stream);
        Write(stream, PickleOpcode.Tuple, PickleOpcode.Reduce);
    }

    private static void EmptyDictionary(MemoryStream stream)
    {
        Global(stream, "collections", "OrderedDict");
        Write(stream, PickleOpcode.EmptyTuple, PickleOpcode.Reduce);
    }

    private static void Global(MemoryStream stream, string module, string name) => stream.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private static void Write(MemoryStream stream, params ReadOnlySpan<PickleOpcode> opcodes) => stream.Write(MemoryMarshal.AsBytes(opcodes));

    private static void Text(MemoryStream stream, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Write(stream, PickleOpcode.Unicode);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }

    private static void Integers(MemoryStream stream, long[] values)
    {
        Write(stream, PickleOpcode.Mark);
        foreach (long value in values)
        {
            Integer(stream, value);
        }

        Write(stream, PickleOpcode.Tuple);
    }

    private static void Integer(MemoryStream stream, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        if (value is >= 0 and <= int.MaxValue)
        {
            Write(stream, PickleOpcode.Int32);
            stream.Write(bytes[..4]);
            return;
        }

        Write(stream, PickleOpcode.Long1);
        stream.WriteByte((byte)bytes.Length);
        stream.Write(bytes);
    }
}
