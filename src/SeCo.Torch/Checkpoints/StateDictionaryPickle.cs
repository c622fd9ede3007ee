using System.Buffers.Binary;
using System.Text;

namespace SeCo.Torch.Checkpoints;

/// <summary>The pickle (protocol 2) of an ordered dictionary of contiguous tensors, one storage each: what <c>torch.save</c> writes as <c>data.pkl</c>.</summary>
internal static class StateDictionaryPickle
{
    private const byte Mark = (byte)'(';
    private const byte Tuple = (byte)'t';
    private const byte EmptyTuple = (byte)')';
    private const byte Reduce = (byte)'R';
    private const byte PersistentId = (byte)'Q';
    private const byte NewFalse = 0x89;
    private const byte SetItems = (byte)'u';
    private const byte Stop = (byte)'.';

    internal static byte[] Compose(IReadOnlyList<TensorSource> tensors)
    {
        using MemoryStream stream = new();
        stream.Write([0x80, 2]);
        EmptyDictionary(stream);
        stream.WriteByte(Mark);
        for (int i = 0; i < tensors.Count; i++)
        {
            Text(stream, tensors[i].Name);
            Tensor(stream, tensors[i], i);
        }

        stream.Write([SetItems, Stop]);
        return stream.ToArray();
    }

    private static void Tensor(MemoryStream stream, TensorSource tensor, int key)
    {
        long[] shape = [.. tensor.Shape], strides = new long[shape.Length];
        long count = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = count;
            count *= Math.Max(shape[i], 1);
        }

        Global(stream, "torch._utils", "_rebuild_tensor_v2");
        stream.Write([Mark, Mark]);
        Text(stream, "storage");
        Global(stream, "torch", StorageClass(tensor.DType));
        Text(stream, $"{key}");
        Text(stream, "cpu");
        Integer(stream, shape.Contains(0) ? 0 : count);
        stream.Write([Tuple, PersistentId]);
        Integer(stream, 0);
        Integers(stream, shape);
        Integers(stream, strides);
        stream.WriteByte(NewFalse);
        EmptyDictionary(stream);
        stream.Write([Tuple, Reduce]);
    }

    private static void EmptyDictionary(MemoryStream stream)
    {
        Global(stream, "collections", "OrderedDict");
        stream.Write([EmptyTuple, Reduce]);
    }

    private static void Global(MemoryStream stream, string module, string name) => stream.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private static void Text(MemoryStream stream, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        stream.WriteByte((byte)'X');
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }

    private static void Integers(MemoryStream stream, long[] values)
    {
        stream.WriteByte(Mark);
        foreach (long value in values)
        {
            Integer(stream, value);
        }

        stream.WriteByte(Tuple);
    }

    private static void Integer(MemoryStream stream, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        if (value is >= 0 and <= int.MaxValue)
        {
            stream.WriteByte((byte)'J');
            stream.Write(bytes[..4]);
            return;
        }

        stream.Write([0x8a, 8]); // LONG1 of eight bytes
        stream.Write(bytes);
    }

    private static string StorageClass(DType type) => type switch
    {
        DType.Float32 => "FloatStorage",
        DType.Float64 => "DoubleStorage",
        DType.Float16 => "HalfStorage",
        DType.BFloat16 => "BFloat16Storage",
        DType.Int64 => "LongStorage",
        DType.Int32 => "IntStorage",
        DType.Int16 => "ShortStorage",
        DType.Int8 => "CharStorage",
        DType.UInt8 => "ByteStorage",
        DType.Bool => "BoolStorage",
        _ => throw new ArgumentException($"PyTorch's files have no storage for {type}."),
    };
}
