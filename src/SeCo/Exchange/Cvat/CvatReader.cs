using System.IO.Compression;

namespace SeCo.Exchange;

/// <summary>Reads the class masks of an archive of CVAT's format "Segmentation mask 1.1".
/// No file of the archive is ever unpacked to disk, and none beyond its limit to memory.</summary>
internal sealed class CvatReader(string path, ClassSet? classes = null)
{
    // What text costs for each of its bytes, and a line of it beside them.
    private const int TextGrowth = 8;
    private const int LineBytes = 256;
    private readonly ReadBudget _budget = ReadBudget.Of(path, fault => new DatasetException($"{path}: {fault}."));

    /// <summary>The answers, one image at a time. An image of the list without a mask has no label anywhere: its regions were deleted. Sizes of images are
    /// told by the name in the archive, where they are known.</summary>
    /// <exception cref="DatasetException">No such archive, or files in it that cannot be used.</exception>
    public IEnumerable<AnsweredImage> Read(Func<string, (int Width, int Height)?> sizes)
    {
        using ZipArchive archive = Checked("no zip archive, or a damaged one", Open);
        Dictionary<string, ZipArchiveEntry> masks = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in Entries(archive))
        {
            if (NameOf(PathOf(entry)) is { } name && !masks.TryAdd(ImageName.Checked(name, path), entry))
            {
                throw new DatasetException($"{path}: {entry.FullName} is in the archive twice.");
            }
        }

        Dictionary<int, byte> ids = ReadLabelMap(archive);
        HashSet<string> drawn = [.. masks.Keys.Select(ImageName.KeyOf)]; // systems pack the names of files in a form of their own
        HashSet<string> listed = [.. Lines(archive, CvatArchive.ListFolder).Select(line => ImageName.Checked(line, path))];
        listed.RemoveWhere(line => !masks.ContainsKey(line) && drawn.Contains(ImageName.KeyOf(line)));
        if (masks.Count == 0)
        {
            throw new DatasetException(
                $"{path}: holds no {CvatArchive.ClassFolder}NAME.png; expected an export of CVAT in the format \"Segmentation mask 1.1\".");
        }

        foreach (string name in masks.Keys.Union(listed).Order(StringComparer.Ordinal))
        {
            if (masks.TryGetValue(name, out ZipArchiveEntry? mask))
            {
                yield return new AnsweredImage(name, ReadMask(mask, ids));
            }
            else if (sizes(name) is (int width, int height))
            {
                yield return new AnsweredImage(name, AnsweredImage.Blank((width, height), _budget, $"image '{name}'"));
            }
        }
    }

    /// <summary>The labels that the archive names, but for black, which is what nobody has labelled.</summary>
    /// <exception cref="DatasetException">No such archive, or labels that are no classes.</exception>
    public ClassSet ReadClasses()
    {
        using ZipArchive archive = Checked("no zip archive, or a damaged one", Open);
        try
        {
            return new ClassSet(Path.GetFileNameWithoutExtension(path), [.. Labels(archive, _ => true).Where(l => l.Color != 0).Select((l, i) =>
                new SegmentationClass(i, l.Label, ((byte)(l.Color >> 16), (byte)(l.Color >> 8), (byte)l.Color), ClassKind.Stuff))]);
        }
        catch (ArgumentException fault)
        {
            throw new DatasetException($"{path}: {CvatArchive.LabelMap}: {fault.Message}", fault);
        }
    }

    // What Macs put beside files is left out, as in folders; some programs on Windows write \ between folders.
    private static IEnumerable<ZipArchiveEntry> Entries(ZipArchive archive) =>
        archive.Entries.Where(entry => !Array.Exists(PathOf(entry).Split('/'), ImageFolder.IsOfMac));

    private static string PathOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');

    private static string? NameOf(string entry)
    {
        // Folders of images may be called like those of the format: the first of these counts.
        string rooted = "/" + entry;
        int at = rooted.IndexOf("/" + CvatArchive.ClassFolder, StringComparison.Ordinal),
            other = rooted.IndexOf("/" + CvatArchive.ObjectFolder, StringComparison.Ordinal);
        bool isMask = at >= 0 && (other < 0 || at < other) && entry.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
        return isMask ? ImageName.WithoutEnding(entry[(at + CvatArchive.ClassFolder.Length)..]) : null;
    }

    // The table of contents is read at the first question for it.
    private ZipArchive Open()
    {
        ZipArchive archive = ZipFile.OpenRead(path);
        try
        {
            _ = archive.Entries.Count;
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    // What the library answers to a damaged archive, which is of several kinds.
    private T Checked<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is InvalidDataException or ArgumentException or ArithmeticException or NotSupportedException
            or IndexOutOfRangeException || (fault is IOException and not (DatasetException or FileNotFoundException or DirectoryNotFoundException)))
        {
            throw new DatasetException($"{path}: {what}: {fault.Message}", fault);
        }
    }

    private Dictionary<int, byte> ReadLabelMap(ZipArchive archive)
    {
        ClassNames names = new(classes!);
        Dictionary<int, (string Label, byte Id)> known = [];
        (string Label, int Color)[] labels = Labels(archive, label => names.Find(label) is not null);
        foreach ((string label, int color) in labels)
        {
            // Labels that no class is called like matter only where a pixel has their colour. Black is what nobody has labelled, also where a class has the
            // format's word for it as its name.
            bool isBackground = color == 0 && label.Trim().Equals(CvatArchive.Background, StringComparison.OrdinalIgnoreCase);
            if (isBackground && names.Find(label) is { } meant && !labels.Any(other => other.Color != 0 && names.Find(other.Label) == meant))
            {
                throw new DatasetException(
                    $"{path}: {CvatArchive.LabelMap}: the label '{label}' is black, and so are pixels without a label: nothing tells them apart. Give the "
                        + "label another colour in CVAT, and export again.");
            }

            byte? id = isBackground ? LabelMap.Ignore : names.Find(label) ?? (label == CvatArchive.Background ? LabelMap.Ignore : null);
            if (id is { } found && !known.TryAdd(color, (label, found)) && known[color].Id != found)
            {
                throw new DatasetException(
                    $"{path}: {CvatArchive.LabelMap}: '{known[color].Label}' and '{label}' have the same colour #{color:x6}, so a pixel does not tell which. "
                        + "Give the labels colours of their own in CVAT.");
            }
        }

        known.TryAdd(0, (CvatArchive.Background, LabelMap.Ignore));
        return known.ToDictionary(pair => pair.Key, pair => pair.Value.Id);
    }

    private (string Label, int Color)[] Labels(ZipArchive archive, Func<string, bool> isClass)
    {
        (string, int)[] labels = LabelsOf(Lines(archive, CvatArchive.LabelMap), $"{path}: {CvatArchive.LabelMap}", isClass);
        return labels.Length > 0 ? labels : throw new DatasetException(
            $"{path}: holds no {CvatArchive.LabelMap}, so its colours cannot be told. Export with CVAT's format \"Segmentation mask 1.1\".");
    }

    /// <summary>The labels of the lines of a <c>labelmap.txt</c>. What begins with # is a comment, unless a class is called so.</summary>
    /// <exception cref="DatasetException">A line that is no label; names the file and the line.</exception>
    internal static (string Label, int Color)[] LabelsOf(IEnumerable<string> lines, string file, Func<string, bool> isClass) =>
    [
        .. lines.Where(line => !string.IsNullOrWhiteSpace(line) && (line.TrimStart()[0] != '#' || (ReadLabel(line) is { } own && isClass(own.Label))))
            .Select((line, i) => ReadLabel(line) ?? throw new DatasetException($"{file}, label {i + 1}: found '{line}', expected NAME:R,G,B::")),
    ];

    // NAME:R,G,B:PARTS:ACTIONS, where a name may hold colons; null where it is not that.
    private static (string Label, int Color)? ReadLabel(string line)
    {
        string[] fields = line.Split(':');
        (string label, string color) = fields.Length >= 4
            ? (string.Join(':', fields[..^3]), fields[^3])
            : (fields[0], fields.ElementAtOrDefault(1) ?? string.Empty);
        const NumberStyles Blanks = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        byte?[] rgb = [.. color.Split(',').Select(part => byte.TryParse(part, Blanks, CultureInfo.InvariantCulture, out byte value) ? value : (byte?)null)];
        return rgb is [{ } r, { } g, { } b] ? (label, ColorCoding.Key(r, g, b)) : null;
    }

    private LabelMap ReadMask(ZipArchiveEntry entry, Dictionary<int, byte> ids)
    {
        string name = $"{path}: {entry.FullName}";
        RgbImage image;
        try
        {
            using MemoryStream png = new(Unpack(entry));
            image = ColorPng.Read(png, name);
            _budget.Spend(4L * image.Pixels.Length, $"the pixels up to {entry.FullName}");
        }
        catch (ImageFormatException fault)
        {
            throw new DatasetException(fault.Message, fault);
        }

        return ColorCoding.Read(image, ids, null, colour => new DatasetException(
            $"{name}: {colour} is no label that a class of '{classes!.Name}' is called like. Use the labels of the export."));
    }

    // The lines of one file, or of all text files of a folder: CVAT writes a list for each subset of a project.
    private List<string> Lines(ZipArchive archive, string wanted)
    {
        List<string> lines = [];
        foreach (ZipArchiveEntry entry in Entries(archive).Where(e => IsWanted("/" + PathOf(e), "/" + wanted)))
        {
            using StreamReader text = new(new MemoryStream(Unpack(entry, TextGrowth)));
            for (string? line = text.ReadLine(); line is not null; line = text.ReadLine())
            {
                _budget.Hold(LineBytes, $"the lines up to {entry.FullName}");
                lines.Add(line);
            }
        }

        lines.RemoveAll(string.IsNullOrWhiteSpace);
        return lines;
    }

    private static bool IsWanted(string entry, string wanted) => wanted.EndsWith('/')
        ? entry.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && entry[..(entry.LastIndexOf('/') + 1)].EndsWith(wanted, StringComparison.Ordinal)
        : entry.EndsWith(wanted, StringComparison.Ordinal);

    // What an archive says about lengths is not trusted: no byte beyond them is unpacked, nor beyond the budget of the whole archive.
    private byte[] Unpack(ZipArchiveEntry entry, int growth = 1) => Checked($"{entry.FullName} is damaged", () =>
    {
        _budget.Hold(entry.Length > int.MaxValue ? -1 : entry.Length * growth, $"{entry.FullName} and what was unpacked before");
        byte[] bytes = new byte[entry.Length];
        using Stream packed = entry.Open();
        return packed.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && packed.ReadByte() < 0 ? bytes
            : throw new DatasetException($"{path}: {entry.FullName} does not unpack to the {bytes.Length} bytes that the archive says. It is damaged.");
    });
}
