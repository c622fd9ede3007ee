namespace SeCo.Adaptation.EventFiles;

/// <summary>Events in the wire format of protocol buffers: a key (number of the field, and kind of its value) before each value.</summary>
internal static class EventEncoding
{
    private const int VarintKind = 0, EightByteKind = 1, TextKind = 2, FourByteKind = 5;

    /// <summary>The event that begins every file.</summary>
    public static byte[] FileVersion(double time) => Event(time, 0, field: 3, "brain.Event:2"u8.ToArray());

    /// <summary>The event of a run that goes on: what was told of this step and later ones is void. A session log whose status is "start".</summary>
    public static byte[] Restart(double time, long step) => Event(time, step, field: 7, [.. Key(1, VarintKind), .. Varint(1)]);

    /// <summary>Values of one step: a summary with a tag and a number for each.</summary>
    public static byte[] Scalars(double time, long step, IEnumerable<KeyValuePair<string, double>> values) => Event(time, step, field: 5,
    [
        .. values.SelectMany(v => Bytes(1, [.. Bytes(1, Encoding.UTF8.GetBytes(v.Key)), .. Key(2, FourByteKind), .. BitConverter.GetBytes((float)v.Value)])),
    ]);

    private static byte[] Event(double time, long step, int field, byte[] content) =>
        [.. Key(1, EightByteKind), .. BitConverter.GetBytes(time), .. Key(2, VarintKind), .. Varint((ulong)step), .. Bytes(field, content)];

    private static byte[] Bytes(int field, byte[] bytes) => [.. Key(field, TextKind), .. Varint((ulong)bytes.Length), .. bytes];

    private static IEnumerable<byte> Key(int field, int kind) => Varint((ulong)((field << 3) | kind));

    // Seven bits a byte, the lowest first; the highest bit says that more follow.
    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
