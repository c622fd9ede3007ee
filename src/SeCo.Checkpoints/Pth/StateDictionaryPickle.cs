using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using SeCo.Checkpoints.Pickling;

namespace SeCo.Checkpoints;

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
        long[] shape = [.. tensor.Shape], strides = new long[shape.Length];
        long count = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = count;
            count *= Math.Max(shape[i], 1);
        }

        Global(stream, "torch._utils", "_rebuild_tensor_v2");
        Write(stream, PickleOpcode.Mark, PickleOpcode.Mark);
        Text(stream, "storage");
        Global(stream, "torch", $"{tensor.Type.Names().Storage ?? throw new ArgumentException($"PyTorch's files have no storage for {tensor.Type}.")}Storage");
        Text(stream, $"{key}");
        Text(stream, "cpu");
        Integer(stream, shape.Contains(0) ? 0 : count);
        Write(stream, PickleOpcode.Tuple, PickleOpcode.Persistent);
        Integer(stream, 0);
        Integers(stream, shape);
        Integers(stream, strides);
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
