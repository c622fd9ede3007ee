using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace SeCo.Tests.Adaptation.EventFiles;

/// <summary>Reads event files by the format's description, bit by bit, and fails where a checksum does not fit.</summary>
internal static class EventFileReader
{
    public sealed record Read(double Time, long Step, string? Version, bool IsStart, IReadOnlyList<(string Tag, float Value)> Scalars);

    /// <summary>All events of all files of a folder, in the order of the files' names.</summary>
    public static List<Read> ReadFolder(string folder) => [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(ReadFile)];

    public static List<Read> ReadFile(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<Read> events = [];
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            byte[] data = bytes[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            events.Add(Event(data));
            at += length + 16;
        }

        return events;
    }

    /// <summary>CRC-32C by its definition: the reflected polynomial 0x82F63B78, a bit at a time.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in data)
        {
            sum ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 1 ? (sum >> 1) ^ 0x82F63B78 : sum >> 1;
            }
        }

        return ~sum;
    }

    private static uint Masked(ReadOnlySpan<byte> data) => Checksum(data) is var sum ? unchecked(((sum >> 15) | (sum << 17)) + 0xA282EAD8) : 0;

    private static Read Event(byte[] data)
    {
        (double time, long step, string? version, bool start) = (0, 0, null, false);
        List<(string, float)> scalars = [];
        foreach ((int field, ulong number, byte[] bytes) in Fields(data))
        {
            switch (field)
            {
                case 1: time = BitConverter.UInt64BitsToDouble(number); break;
                case 2: step = (long)number; break;
                case 3: version = Encoding.UTF8.GetString(bytes); break;
                case 5: scalars.AddRange(Fields(bytes).Select(v => Scalar(v.Bytes))); break;
                case 7: start = Fields(bytes) is [(1, 1, _)]; break;
                default: Assert.Fail($"field {field}"); break;
            }
        }

        return new Read(time, step, version, start, scalars);
    }

    private static (string, float) Scalar(byte[] data)
    {
        List<(int Field, ulong Number, byte[] Bytes)> fields = Fields(data);
        Assert.Equal([1, 2], fields.Select(f => f.Field));
        return (Encoding.UTF8.GetString(fields[0].Bytes), BitConverter.UInt32BitsToSingle((uint)fields[1].Number));
    }

    private static List<(int Field, ulong Number, byte[] Bytes)> Fields(byte[] data)
    {
        List<(int, ulong, byte[])> fields = [];
        for (int at = 0; at < data.Length;)
        {
            ulong key = Varint(data, ref at);
            int field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0: fields.Add((field, Varint(data, ref at), [])); break;
                case 1: fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at)), [])); at += 8; break;
                case 5: fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at)), [])); at += 4; break;
                default:
                    Assert.Equal(2UL, key & 7);
                    int length = (int)Varint(data, ref at);
                    fields.Add((field, 0, data[at..(at + length)]));
                    at += length;
                    break;
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] data, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = data[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }
}
