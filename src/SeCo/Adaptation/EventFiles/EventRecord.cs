using System.Buffers.Binary;
using System.Numerics;

namespace SeCo.Adaptation.EventFiles;

/// <summary>The framing of records in event files: length, checksum of the length, bytes, checksum of the bytes. All numbers are little-endian.</summary>
internal static class EventRecord
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>Writes one record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedChecksum(head[..8]));
        stream.Write(head);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(head, MaskedChecksum(data));
        stream.Write(head[..4]);
    }

    // CRC-32C, turned and shifted: a checksum of bytes that hold checksums would be weak.
    private static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in data)
        {
            sum = BitOperations.Crc32C(sum, b);
        }

        return BitOperations.RotateRight(~sum, 15) + MaskDelta;
    }
}
