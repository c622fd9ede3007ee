namespace SeCo.Checkpoints;

/// <summary>The form of a PyTorch file before torch 1.6: five pickles one after the other (magic number, protocol version, machine, object, storage keys),
/// then for each key the number of elements (8 bytes) and the elements.</summary>
internal static class PthLegacyLayout
{
    private const int ProtocolVersion = 1001;

    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", CultureInfo.InvariantCulture);

    /// <summary>Reads the object tree and locates every storage.</summary>
    public static object? Read(CheckpointBytes file)
    {
        PickleInput input = new(file, 0, "the file");
        if (Plain() is not BigInteger magic || magic != Magic)
        {
            throw file.Fault("this is a pickle, but not one that torch.save wrote: it does not start with PyTorch's magic number");
        }

        object? version = Plain();
        if (version is not (long)ProtocolVersion)
        {
            throw file.Fault($"the file is of PyTorch protocol {version}, expected {ProtocolVersion}");
        }

        // The machine that wrote the file. Storages are little-endian whatever it was.
        Plain();
        TorchObjects objects = new(file.Length);
        object? tree = new PickleReader(input, objects).Read();
        if (Plain() is not List<object?> keys)
        {
            throw file.Fault($"the pickle before byte {input.Position} should be the list of storage keys");
        }

        Locate(file, objects, keys, input.Position);
        return tree;

        object? Plain() => new PickleReader(input, new TorchObjects(file.Length)).Read();
    }

    private static void Locate(CheckpointBytes file, TorchObjects objects, List<object?> keys, long position)
    {
        HashSet<string> located = new(StringComparer.Ordinal);
        byte[] header = new byte[8];
        foreach (object? item in keys)
        {
            string key = item as string ?? (item as long?)?.ToString() ?? "?";
            if (!objects.Storages.TryGetValue(key, out PthStorage? storage) || !located.Add(key))
            {
                throw file.Fault($"the list of storages names '{Printable.Short(key)}', which no tensor uses or which was named before");
            }

            file.Read(header, position);
            long count = BinaryPrimitives.ReadInt64LittleEndian(header);
            if (count != storage.ByteCount / PthStorage.ElementBytes(storage.Type))
            {
                throw file.Fault(
                    $"storage '{Printable.Short(key)}' at byte {position} has {count} elements, but its tensors expect {storage.ByteCount} bytes");
            }

            position += header.Length;
            if (storage.ByteCount > file.Length - position)
            {
                throw file.Fault($"storage '{Printable.Short(key)}' needs {storage.ByteCount} bytes at byte {position}, but the file ends at {file.Length}. "
                    + "It is truncated; copy it again");
            }

            storage.Locate(file, position, isBigEndian: false);
            position += storage.ByteCount;
        }

        string? absent = objects.Storages.Keys.FirstOrDefault(k => !located.Contains(k));
        if (absent is not null)
        {
            throw file.Fault($"the file holds no bytes for storage '{Printable.Short(absent)}'");
        }
    }
}
