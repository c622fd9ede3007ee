using System.IO.Compression;

namespace SeCo.Checkpoints;

/// <summary>Writes PyTorch's zip files, as <c>torch.save(state_dict)</c> does: for programs that read nothing else. Whole or not at all.</summary>
public static class PthWriter
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the same tensors give the same bytes

    /// <summary>Writes tensors one by one, in the order in which they are given: no more than one is in memory at a time.</summary>
    /// <param name="path">The file. Its folder must exist; an older file is replaced only when the new one is complete.</param>
    /// <param name="tensors">The tensors.</param>
    /// <exception cref="ArgumentException">A name is given twice, or a source gives a wrong number of bytes.</exception>
    public static void Write(string path, IEnumerable<TensorSource> tensors)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorSource[] all = [.. tensors];
        if (all.GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The tensor name '{twice.Key}' is given twice.", nameof(tensors));
        }

        AtomicFile.Write(path, stream =>
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Create);
            Add(archive, "data.pkl", StateDictionaryPickle.Compose(all));
            Add(archive, "byteorder", "little"u8);
            for (int i = 0; i < all.Length; i++)
            {
                Add(archive, $"data/{i}", all[i].Fetch().Span);
            }

            Add(archive, "version", "3\n"u8);
        });
    }

    private static void Add(ZipArchive archive, string name, ReadOnlySpan<byte> content)
    {
        ZipArchiveEntry entry = archive.CreateEntry($"archive/{name}", CompressionLevel.NoCompression);
        entry.LastWriteTime = Epoch;
        using Stream stream = entry.Open();
        stream.Write(content);
    }
}
