using System.Buffers.Binary;
using System.Text;

namespace SeCo.Onnx.Format;

/// <summary>Writes a Protocol Buffers message. Large values are kept as they are given, not copied into the messages around them.</summary>
internal sealed class ProtoWriter
{
    private const int LengthDelimited = 2, Fixed32 = 5;
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private long _length;

    public ProtoWriter Number(int field, long value) => Varint((ulong)field << 3).Varint((ulong)value);

    public ProtoWriter Real(int field, float value)
    {
        byte[] bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Varint(((ulong)field << 3) | Fixed32).Add(bytes);
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Bytes(int field, ReadOnlyMemory<byte> value) => Head(field, value.Length).Add(value);

    public ProtoWriter Message(int field, ProtoWriter message)
    {
        Head(field, message._length);
        message._parts.ForEach(part => Add(part));
        return this;
    }

    public void WriteTo(Stream stream) => _parts.ForEach(part => stream.Write(part.Span));

    private ProtoWriter Head(int field, long length) => Varint(((ulong)field << 3) | LengthDelimited).Varint((ulong)length);

    private ProtoWriter Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        return Add(bytes.Append((byte)value).ToArray());
    }

    private ProtoWriter Add(ReadOnlyMemory<byte> part)
    {
        _parts.Add(part);
        _length += part.Length;
        return this;
    }
}
