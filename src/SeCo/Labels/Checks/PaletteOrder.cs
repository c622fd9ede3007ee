namespace SeCo.Labels;

/// <summary>Reads label PNGs by their numbers, and compares the colours that they store for these with the class set's: programs that save pictures with a
/// palette number colours as they like. Safe for several threads.</summary>
internal sealed class PaletteOrder(ClassSet classes)
{
    private readonly ILookup<(byte, byte, byte), int> _ids = classes.Classes.ToLookup(c => c.Color, c => c.Id);
    private readonly SortedDictionary<string, string> _contradictions = new(StringComparer.Ordinal);
    private int _files;

    /// <summary>What was found, with a way out; null where no palette contradicts the numbers.</summary>
    public string? Suspicion
    {
        get
        {
            lock (_contradictions)
            {
                return _contradictions.Count == 0 ? null
                    : $"{_contradictions.Count} of {_files} files hold the colours of '{classes.Name}' in another order than its numbers; the first is "
                        + $"{_contradictions.First().Key}: {_contradictions.First().Value}. Labels are read by their numbers. If the colours are right: "
                        + "seco labels convert --colors. If the numbers are right: seco labels convert, which writes the colours that belong to them.";
            }
        }
    }

    /// <summary>Reads a label map as it is stored; a map says which ids its numbers stand for, and is not applied.</summary>
    public LabelMap Read(string path, LabelIdMap? map = null)
    {
        LabelMap labels = LabelPng.Read(path, out ReadOnlyMemory<byte> palette);
        string? contradiction = palette.IsEmpty ? null : Contradiction(labels, palette.Span, map);
        lock (_contradictions)
        {
            _files++;
            if (contradiction is not null)
            {
                _contradictions[path] = contradiction;
            }
        }

        return labels;
    }

    private string? Contradiction(LabelMap labels, ReadOnlySpan<byte> palette, LabelIdMap? map)
    {
        (int wrong, int unknown, string? first) = (0, 0, null);
        bool[] occurs = new bool[LabelMap.Ignore + 1];
        foreach (byte value in labels.Pixels)
        {
            occurs[value] = true;
        }

        for (int value = 0; value < occurs.Length && (value * 3) + 3 <= palette.Length; value++)
        {
            (byte R, byte G, byte B) color = (palette[value * 3], palette[(value * 3) + 1], palette[(value * 3) + 2]);
            int id = map?[(byte)value] ?? value;
            if (!occurs[value] || color == default || (map is not null && id == LabelMap.Ignore))
            {
                continue; // black may stand for anything, most of all for no class
            }

            if (!_ids.Contains(color))
            {
                unknown++;
            }
            else if (!_ids[color].Contains(id))
            {
                wrong++;
                first ??= $"{value} has the colour of {classes.Classes[_ids[color].First()].Name}, but means "
                    + (id < classes.Count ? classes.Classes[id].Name : "no class");
            }
        }

        return wrong > unknown ? first : null;
    }
}
