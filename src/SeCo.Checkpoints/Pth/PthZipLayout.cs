namespace SeCo.Checkpoints;

/// <summary>The zip form of a PyTorch file (torch.save since 1.6): <c>NAME/data.pkl</c>, one entry <c>NAME/data/KEY</c> for each storage,
/// <c>NAME/byteorder</c>.</summary>
internal static class PthZipLayout
{
    private const string PickleName = "/data.pkl";
    private const int MaxByteOrderLength = 16;

    /// <summary>Reads the object tree and locates every storage.</summary>
    public static object? Read(CheckpointBytes file)
    {
        ZipDirectory archive = ZipDirectory.Read(file);
        ZipEntry[] pickles = [.. archive.Entries.Values.Where(e => e.Name.EndsWith(PickleName, StringComparison.Ordinal) && e.Name.Count(c => c == '/') == 1)];
        if (pickles is not [ZipEntry pickle])
        {
            throw file.Fault($"the archive has {pickles.Length} entries NAME{PickleName}, expected one as torch.save writes it");
        }

        string root = pickle.Name[..^PickleName.Length];
        if (archive.Entries.ContainsKey($"{root}/constants.pkl"))
        {
            throw file.Fault("this is a TorchScript archive, a program with weights. In Python, save the weights alone: "
                + "torch.save(torch.jit.load(path).state_dict(), new_path)");
        }

        bool isBigEndian = IsBigEndian(file, archive, root);
        TorchObjects objects = new(file.Length);
        object? tree = new PickleReader(new PickleInput(file, archive.ReadAll(pickle, PickleInput.MaxLength), pickle.Name), objects).Read();
        foreach (PthStorage storage in objects.Storages.Values)
        {
            Locate(file, archive, root, storage, isBigEndian);
        }

        return tree;
    }

    private static void Locate(CheckpointBytes file, ZipDirectory archive, string root, PthStorage storage, bool isBigEndian)
    {
        if (!archive.Entries.TryGetValue($"{root}/data/{storage.Key}", out ZipEntry? entry))
        {
            throw file.Fault($"the archive lacks '{Printable.Short($"{root}/data/{storage.Key}")}', the bytes of a storage");
        }

        if (entry.Length != storage.ByteCount)
        {
            throw file.Fault($"storage '{Printable.Short(storage.Key)}' should have {storage.ByteCount} bytes, but its archive entry has {entry.Length}");
        }

        storage.Locate(file, archive.PositionOf(entry), isBigEndian, entry.IsDeflated ? entry.StoredLength : null);
    }

    private static bool IsBigEndian(CheckpointBytes file, ZipDirectory archive, string root)
    {
        if (!archive.Entries.TryGetValue($"{root}/byteorder", out ZipEntry? entry))
        {
            return false;
        }

        string order = Encoding.Latin1.GetString(archive.ReadAll(entry, MaxByteOrderLength));
        return order switch
        {
            "little" => false,
            "big" => true,
            _ => throw file.Fault($"the archive's byteorder is '{Printable.Short(order)}', expected little or big"),
        };
    }
}
