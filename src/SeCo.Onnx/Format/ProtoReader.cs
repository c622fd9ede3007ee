using System.Text;

namespace SeCo.Onnx.Format;

/// <summary>Goes over the fields of a Protocol Buffers message. What nobody asks for is passed over unread, so that it costs no memory.</summary>
internal sealed class ProtoReader(Stream stream)
{
    private const int MaximumDepth = 64;
    private const int LongestText = 1 << 20;
    private const int LargestField = (1 << 29) - 1; // of the format; another reader may cut a larger number down to a field that means something

    private long _end = stream.Length;
    private int _depth;

    /// <summary>The value of the current field where it is a number.</summary>
    public long Number { get; private set; }

    /// <summary>Visits the fields of the message, or of the one that is the current field's value.</summary>
    /// <param name="visit">Told the number of each field.</param>
    /// <exception cref="FormatException">The bytes are no such message.</exception>
    public void Visit(Action<int> visit)
    {
        long end = _end;
        if (++_depth > MaximumDepth)
        {
            throw new FormatException($"messages lie more than {MaximumDepth} deep in one another");
        }

        while (stream.Position < end)
        {
            long start = stream.Position, key = Varint();
            Number = (key & 7) == 0 ? Varint() : 0;
            long length = (key & 7) switch
            {
                0 => 0, 1 => 8, 2 => Varint(), 5 => 4, _ => throw new FormatException($"at byte {start} there is no field of a message"),
            };
            if (key >> 3 is <= 0 or > LargestField)
            {
                throw new FormatException($"at byte {start} there is no field of a message");
            }

            if (length < 0 || length > end - stream.Position)
            {
                throw new FormatException($"it is cut off: the field at byte {start} would have {length} bytes, but only {end - stream.Position} are left");
            }

            long next = stream.Position + length;
            _end = next;
            visit((int)(key >> 3));
            stream.Position = next;
        }

        (_end, _depth) = (end, _depth - 1);
    }

    /// <summary>The current field's value as a text.</summary>
    /// <exception cref="FormatException">It is longer than a mebibyte.</exception>
    public string Text()
    {
        long length = _end - stream.Position;
        if (length > LongestText)
        {
            throw new FormatException($"the text at byte {stream.Position} has {length} bytes, expected at most {LongestText}");
        }

        byte[] bytes = new byte[length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private long Varint()
    {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = stream.ReadByte();
            value |= (long)(next & 127) << shift;
            if (next is >= 0 and < 128)
            {
                return value;
            }

            if (next < 0)
            {
                throw new FormatException("the file ends within a number");
            }
        }

        throw new FormatException($"the number that ends at byte {stream.Position} has more than 64 bits");
    }
}
