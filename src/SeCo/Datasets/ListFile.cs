namespace SeCo.Datasets;

/// <summary>Reads lists with one image a line and, where there is one, its label, as the reference and UniMatch keep them.</summary>
/// <remarks>Columns are separated by tabs where the line holds one, else by spaces. Paths are relative to the dataset's root. Blank lines and lines that start
/// with <c>#</c> are skipped.</remarks>
public static class ListFile
{
    // Words of a line whose divisions are looked for on the disk: a text that is no list has lines of thousands.
    private const int MostWords = 64;

    /// <summary>A line as <see cref="Read"/> takes it: separated by a tab where a path holds a space or a tab.</summary>
    internal static string Line(string image, string label)
    {
        (image, label) = (Plain(image), Plain(label));
        return image.AsSpan().ContainsAny(' ', '\t') || label.AsSpan().ContainsAny(' ', '\t') ? $"{image}\t{label}" : $"{image} {label}";
    }

    /// <summary>Image and label of a line that <see cref="Line"/> wrote, for each way to divide it: paths may hold the separator themselves.</summary>
    internal static IEnumerable<(string Image, string Label)> Divisions(string line)
    {
        char separator = line.Contains('\t') ? '\t' : ' ';
        for (int at = line.IndexOf(separator); at >= 0; at = line.IndexOf(separator, at + 1))
        {
            if (at > 0 && at < line.Length - 1)
            {
                yield return (Bare(line[..at]), Bare(line[(at + 1)..]));
            }
        }

        static string Bare(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }

    // A line that starts with # is a comment, and blanks at the ends of paths do not count.
    private static string Plain(string path) => path.Length > 0 && (path[0] == '#' || char.IsWhiteSpace(path[0])) ? "./" + path : path;

    /// <summary>Reads a list.</summary>
    /// <param name="path">The list.</param>
    /// <param name="root">The dataset's root.</param>
    /// <param name="followLinks">Whether links may lead out of the root.</param>
    /// <exception cref="DatasetException">
    /// Absolute paths, paths that leave the root, missing files, an image listed twice, lines of more than two columns, labels for some images only, or no
    /// image at all; all faults together, with their lines.
    /// </exception>
    /// <exception cref="IOException">The list cannot be read.</exception>
    public static IReadOnlyList<ListLine> Read(string path, string root, bool followLinks = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(root);
        string fullRoot = Path.GetFullPath(root);
        RealPaths links = new();
        NamedFiles files = new();
        List<string> faults = [];
        List<ListLine> lines = [];
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            string[] columns = text.Split(text.Contains('\t') ? '\t' : ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (columns.Length is > 2 and <= MostWords
                && Divisions(text).Where(d => Exists(d.Image) && Exists(d.Label)).Take(2).ToArray() is [(string first, string second)])
            {
                columns = [first, second]; // paths that hold the separator
            }

            if (columns.Length > 2)
            {
                faults.Add($"line {number}: {columns.Length} columns, expected an image and at most one label. Where names hold spaces, separate with a tab.");
                continue;
            }

            string? image = Resolve(columns[0], number);
            string? label = columns.Length == 2 ? Resolve(columns[1], number) : null;
            if (image is not null && !seen.TryAdd(image, number))
            {
                faults.Add($"line {number}: {columns[0]} is listed already in line {seen[image]}.");
            }
            else if (image is not null && (columns.Length == 1 || label is not null))
            {
                lines.Add(new ListLine(number, image, label));
            }
        }

        if (lines.Count > 0 && lines.Find(l => (l.LabelPath is null) != (lines[0].LabelPath is null)) is { } odd)
        {
            faults.Add(
                $"line {odd.Number}: {(odd.LabelPath is null ? "no label" : "a label")}, unlike line {lines[0].Number}; "
                    + "give labels for all images or for none.");
        }

        if (lines.Count == 0 && faults.Count == 0)
        {
            faults.Add("no image is listed.");
        }

        return faults.Count == 0 ? lines : throw new DatasetException($"{path}: the list cannot be used.", faults);

        string? Resolve(string relative, int at)
        {
            string full = files.FileOf(FullPath(relative));
            string? fault =
                Path.IsPathRooted(relative) ? "an absolute path; expected one relative to the dataset's root"
                : !RealPaths.IsBelow(full, fullRoot) ? "leaves the dataset's root"
                : !File.Exists(full) ? $"no such file below {fullRoot}"
                : !followLinks
                    && !links.IsInside(full, fullRoot) ? "a link that leads out of the dataset's root; allow it with follow_links, or copy the files"
                : null;
            if (fault is not null)
            {
                faults.Add($"line {at}: {relative}: {fault}.");
            }

            return fault is null ? full : null;
        }

        bool Exists(string relative) => File.Exists(files.FileOf(FullPath(relative)));

        string FullPath(string relative) => Path.GetFullPath(Path.IsPathRooted(relative) ? relative : Path.Combine(fullRoot, relative));
    }
}
