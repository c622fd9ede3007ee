using System.Buffers.Binary;
using System.Text;

namespace SeCo.Checkpoints.Tests.Fixtures;

/// <summary>Writes pickles one instruction at a time, so that tests can make any pickle, malformed ones too.</summary>
internal sealed class PickleEmitter
{
    private readonly List<byte> _bytes = [];

    public PickleEmitter() => Raw(0x80, 2);

    public byte[] ToArray() => [.. _bytes];

    public PickleEmitter Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleEmitter Op(char opcode) => Raw((byte)opcode);

    public PickleEmitter Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op('X').Raw(length).Raw(utf8);
    }

    public PickleEmitter Int(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Op('J').Raw(bytes);
    }

    public PickleEmitter Long(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    public PickleEmitter Float(double value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Op('G').Raw(bytes);
    }

    public PickleEmitter Global(string module, string name) => Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleEmitter Longs(params long[] values)
    {
        Op('(');
        foreach (long value in values)
        {
            Long(value);
        }

        return Op('t');
    }

    /// <summary>A persistent id of a storage, with a part of it where given.</summary>
    public PickleEmitter Storage(string type, string key, long count, (long Offset, long Count)? part = null)
    {
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Long(count);
        if (part is { } view)
        {
            Op('(').Text("part").Long(view.Offset).Long(view.Count).Op('t');
        }

        return Op('t').Op('Q');
    }

    /// <summary>A tensor as torch.save writes it.</summary>
    public PickleEmitter Tensor(string type, string key, long count, long offset, long[] shape, long[] strides)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage(type, key, count).Long(offset).Longs(shape).Longs(strides);
        return Raw(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');
    }

    public PickleEmitter Stop() => Op('.');
}
