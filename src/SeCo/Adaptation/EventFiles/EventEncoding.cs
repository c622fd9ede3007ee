using System.Buffers.Binary;
using System.Text;

namespace SeCo.Adaptation.EventFiles;

/// <summary>Events in the wire format of protocol buffers: a key (field and kind) before each value.</summary>
internal static class EventEncoding
{
    private const int VarintKind = 0;
    private const int EightByteKind = 1;
    private const int TextKind = 2;
    private const int FourByteKind = 5;

    // Fields of Event.
    private const int WallTime = 1;
    private const int Step = 2;
    private const int Version = 3;
    private const int Summary = 5;
    private const int SessionLog = 7;

    // Fields of Summary, its values, and SessionLog.
    private const int Value = 1;
    private const int Tag = 1;
    private const int SimpleValue = 2;
    private const int Status = 1;
    private const int Start = 1;

    /// <summary>The event that begins every file.</summary>
    public static byte[] FileVersion(double time) => Event(time, 0, stream => WriteBytes(stream, Version, "brain.Event:2"u8));

    /// <summary>The event of a run that goes on: what was told of this step and later ones is void.</summary>
    public static byte[] Restart(double time, long step) => Event(time, step, stream => WriteBytes(stream, SessionLog, Message(log =>
    {
        WriteKey(log, Status, VarintKind);
        WriteVarint(log, Start);
    })));

    /// <summary>Values of one step.</summary>
    public static byte[] Scalars(double time, long step, IEnumerable<KeyValuePair<string, double>> values) =>
        Event(time, step, stream => WriteBytes(stream, Summary, Message(summary =>
    {
        foreach ((string tag, double value) in values)
        {
            WriteBytes(summary, Value, Message(scalar =>
            {
                WriteBytes(scalar, Tag, Encoding.UTF8.GetBytes(tag));
                WriteKey(scalar, SimpleValue, FourByteKind);
                Span<byte> bytes = stackalloc byte[4];
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
                scalar.Write(bytes);
            }));
        }
    })));

    private static byte[] Event(double time, long step, Action<MemoryStream> what) => Message(stream =>
    {
        WriteKey(stream, WallTime, EightByteKind);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, time);
        stream.Write(bytes);
        WriteKey(stream, Step, VarintKind);
        WriteVarint(stream, (ulong)step);
        what(stream);
    });

    private static byte[] Message(Action<MemoryStream> fields)
    {
        using MemoryStream stream = new();
        fields(stream);
        return stream.ToArray();
    }

    private static void WriteBytes(MemoryStream stream, int field, ReadOnlySpan<byte> bytes)
    {
        WriteKey(stream, field, TextKind);
        WriteVarint(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void WriteKey(MemoryStream stream, int field, int kind) => WriteVarint(stream, (ulong)((field << 3) | kind));

    // Seven bits a byte, the lowest first; the highest bit says that more follow.
    private static void WriteVarint(MemoryStream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
