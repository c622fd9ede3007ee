using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace SeCo.Checkpoints.Tests.Fixtures;

/// <summary>Makes small PyTorch files in both formats without Python.</summary>
internal static class PthSample
{
    private static readonly byte[] Magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    /// <summary>The values of the storage "0" of <see cref="StatePickle"/>.</summary>
    public static readonly float[] Values = [1, 2, 3, 4, 5, 6];

    /// <summary>A state dictionary: weight [2, 3], its transpose [3, 2] over the same storage, and a scalar counter.</summary>
    public static byte[] StatePickle => new PickleEmitter()
        .Op('}').Op('(')
        .Text("weight").Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])
        .Text("transposed").Tensor("FloatStorage", "0", 6, 0, [3, 2], [1, 3])
        .Text("counter").Tensor("LongStorage", "1", 1, 0, [], [])
        .Op('u').Stop().ToArray();

    public static (string Key, byte[] Bytes)[] StateStorages => [("0", Bytes(Values)), ("1", Bytes<long>(77))];

    public static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    /// <summary>A zip file around a pickle.</summary>
    public static byte[] Zip(byte[] pickle, (string Key, byte[] Bytes)[] storages, bool deflate = false, params (string Name, byte[] Bytes)[] others)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("archive/data.pkl", pickle);
            foreach ((string key, byte[] bytes) in storages)
            {
                Add($"archive/data/{key}", bytes);
            }

            foreach ((string name, byte[] bytes) in others)
            {
                Add(name, bytes);
            }

            void Add(string name, byte[] bytes)
            {
                using Stream entry = archive.CreateEntry(name, deflate ? CompressionLevel.SmallestSize : CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>A legacy file around a pickle. Counts are in elements.</summary>
    public static byte[] Legacy(byte[] pickle, params (string Key, long Count, byte[] Bytes)[] storages)
    {
        using MemoryStream stream = new();
        stream.Write(Magic);
        stream.Write(new PickleEmitter().Int(1001).Stop().ToArray());
        stream.Write(new PickleEmitter().Op('}').Op('(').Text("little_endian").Raw(0x88).Op('u').Stop().ToArray());
        stream.Write(pickle);
        PickleEmitter keys = new PickleEmitter().Op(']').Op('(');
        foreach ((string key, _, _) in storages)
        {
            keys.Text(key);
        }

        stream.Write(keys.Op('e').Stop().ToArray());
        byte[] header = new byte[8];
        foreach ((_, long count, byte[] bytes) in storages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header, count);
            stream.Write(header);
            stream.Write(bytes);
        }

        return stream.ToArray();
    }

    /// <summary>The state dictionary in the zip format.</summary>
    public static byte[] StateZip(bool deflate = false) => Zip(StatePickle, StateStorages, deflate);

    /// <summary>The state dictionary in the legacy format.</summary>
    public static byte[] StateLegacy() => Legacy(StatePickle, ("0", 6, Bytes(Values)), ("1", 1, Bytes<long>(77)));
}
