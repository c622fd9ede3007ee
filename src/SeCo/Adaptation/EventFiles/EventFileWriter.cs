using System.Buffers.Binary;
using System.Numerics;

namespace SeCo.Adaptation.EventFiles;

/// <summary>Writes numbers by step that TensorBoard shows as curves.</summary>
/// <remarks>A file is a row of records, each an event; the first names the format's version. A run that goes on opens a further file in the same folder. Its
/// second event says where it began anew: TensorBoard then drops what older files hold of later steps. Older files stay as they are. Source: TensorFlow's
/// <c>event.proto</c>, <c>summary.proto</c> and its records' framing.</remarks>
internal sealed class EventFileWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _clock;

    /// <summary>Opens a new file in a folder, created as needed, for a run that begins or goes on with a step.</summary>
    public EventFileWriter(string folder, long firstStep, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        _file = Create(folder);
        Append(EventEncoding.FileVersion(Now()));
        if (firstStep > 0)
        {
            Append(EventEncoding.Restart(Now(), firstStep));
        }

        _file.Flush();
    }

    public void Write(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        Append(EventEncoding.Scalars(Now(), step, values));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    // TensorBoard reads the files of a folder in the order of their names, so a later one needs a later name, also within a second.
    private FileStream Create(string folder)
    {
        string second = _clock.GetUtcNow().ToUnixTimeSeconds().ToString("d10", CultureInfo.InvariantCulture);
        for (int attempt = 0; ; attempt++)
        {
            string path = Path.Combine(folder, $"events.out.tfevents.{second}.seco.{attempt.ToString("d4", CultureInfo.InvariantCulture)}");
            if (!File.Exists(path))
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            }
        }
    }

    private void Append(ReadOnlyMemory<byte> data) => EventRecord.Write(_file, data.Span);

    private double Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
}

/// <summary>The framing of records in event files: length, checksum of the length, bytes, checksum of the bytes. All numbers are little-endian.</summary>
internal static class EventRecord
{
    private const uint MaskDelta = 0xA282EAD8;

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
