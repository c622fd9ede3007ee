using System.IO.Hashing;

namespace SeCo.PixelLabels;

/// <summary>What the first pass over the images finds: confidences by class, and a hash of each image's answer.</summary>
internal sealed class LabelStatistics(int classes, PixelLabelGroup by = PixelLabelGroup.None)
{
    private const string Magic = "SeCo pixel label statistics 3";

    private readonly SortedDictionary<int, (UInt128 Hash, string Group)> _images = [];

    /// <summary>Confidences by class, of each group of images; with <see cref="PixelLabelGroup.None"/> of one with an empty name, with
    /// <see cref="PixelLabelGroup.Appearance"/> of each level of brightness.</summary>
    public SortedDictionary<string, ConfidenceHistogram> Groups { get; } =
        by == PixelLabelGroup.None ? new(StringComparer.Ordinal) { [string.Empty] = new(classes) } : new(StringComparer.Ordinal);

    public int Images => _images.Count;

    /// <summary>The group of each image, in the order of the images.</summary>
    public IEnumerable<string> GroupOfImages => _images.Values.Select(image => image.Group);

    /// <summary>One hash of all answers, in the order of the images.</summary>
    public string Hash
    {
        get
        {
            XxHash128 hash = new();
            foreach ((int index, (UInt128 answer, _)) in _images)
            {
                hash.Append(BitConverter.GetBytes(index));
                hash.Append(BitConverter.GetBytes(answer));
            }

            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
    }

    /// <summary>Counts an image of a group (<see cref="GroupThresholds.GroupOf"/>).</summary>
    public void Add(int index, string group, PixelAnswer answer)
    {
        _images.Add(index, (answer.Hash, group));
        Of(group).Add(answer.Labels, answer.Confidence);
    }

    /// <summary>Adds what another shard counted.</summary>
    /// <exception cref="FormatException">An image is in both.</exception>
    public void Add(LabelStatistics other)
    {
        foreach ((int index, (UInt128, string) image) in other._images)
        {
            if (!_images.TryAdd(index, image))
            {
                throw new FormatException($"image {index} is in two shards");
            }
        }

        foreach ((string group, ConfidenceHistogram confidences) in other.Groups)
        {
            Of(group).Add(confidences);
        }
    }

    /// <summary>Puts levels of brightness that lie together into one group each (<see cref="Brightness.Cut"/>), named by their means.</summary>
    public void JoinLevels()
    {
        int[] images = new int[Brightness.Levels];
        foreach ((_, string level) in _images.Values)
        {
            images[int.Parse(level, CultureInfo.InvariantCulture)]++;
        }

        int[] starts = Brightness.Cut(images);
        foreach ((int index, (UInt128 hash, string level)) in _images.ToArray())
        {
            _images[index] = (hash, NameOf(level));
        }

        foreach ((string level, ConfidenceHistogram confidences) in Groups.ToArray())
        {
            Groups.Remove(level);
            Of(NameOf(level)).Add(confidences);
        }

        string NameOf(string level)
        {
            int group = Array.FindLastIndex(starts, start => start <= int.Parse(level, CultureInfo.InvariantCulture));
            const int Width = 256 / Brightness.Levels;
            return string.Create(CultureInfo.InvariantCulture,
                $"brightness {starts[group] * Width:D3} to {((group + 1 < starts.Length ? starts[group + 1] : Brightness.Levels) * Width) - 1:D3}");
        }
    }

    /// <summary>Writes the statistics of a shard, with a fingerprint of what decides them.</summary>
    public void Save(string path, string settings)
    {
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(settings);
            writer.Write(_images.Count);
            foreach ((int index, (UInt128 hash, string group)) in _images)
            {
                writer.Write(index);
                writer.Write((ulong)(hash >> 64));
                writer.Write((ulong)hash);
                writer.Write(group);
            }

            writer.Write(Groups.Count);
            foreach ((string group, ConfidenceHistogram confidences) in Groups)
            {
                writer.Write(group);
                confidences.Write(writer);
            }

            writer.Flush();
            writer.Write(XxHash3.HashToUInt64(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        }

        AtomicFile.WriteAllBytes(path, memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="DatasetException">Missing, damaged, or made with other settings.</exception>
    public static LabelStatistics Load(string path, int classes, string settings, PixelLabelGroup by = PixelLabelGroup.None)
    {
        if (!File.Exists(path))
        {
            throw new DatasetException($"{path}: no such file. Run this shard first, then merge.");
        }

        byte[] bytes = File.ReadAllBytes(path);
        int length = bytes.Length - sizeof(ulong);
        try
        {
            Require(length >= 0 && XxHash3.HashToUInt64(bytes.AsSpan(0, length)) == BitConverter.ToUInt64(bytes, length), "its checksum is wrong");
            using BinaryReader reader = new(new MemoryStream(bytes), Encoding.UTF8);
            Require(reader.ReadString() == Magic, "it does not begin as statistics do");
            Require(reader.ReadString() == settings, "it was made with other options or images");
            LabelStatistics statistics = new(classes, by);
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                int index = reader.ReadInt32();
                statistics._images.Add(index, (new UInt128(reader.ReadUInt64(), reader.ReadUInt64()), reader.ReadString()));
            }

            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                statistics.Of(reader.ReadString()).Add(ConfidenceHistogram.Read(reader, classes));
            }

            return statistics;
        }
        catch (Exception damaged) when (damaged is FormatException or EndOfStreamException or ArgumentException)
        {
            throw new DatasetException($"{path}: cannot be used: {damaged.Message}. Delete it and run the shard again.", damaged);
        }

        static void Require(bool good, string fault)
        {
            if (!good)
            {
                throw new FormatException(fault);
            }
        }
    }

    private ConfidenceHistogram Of(string group)
    {
        if (!Groups.TryGetValue(group, out ConfidenceHistogram? own))
        {
            Groups.Add(group, own = new ConfidenceHistogram(classes));
        }

        return own;
    }
}
