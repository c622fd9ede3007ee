namespace SeCo.Reports;

/// <summary>Collects what could not be shown, by kind, with a few examples. Safe to use from many threads.</summary>
internal sealed class ReportNotes
{
    private const int Examples = 3;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SortedDictionary<string, string?>> _notes = new(StringComparer.Ordinal);

    /// <summary>Notes one image, with the reason where that says more; the same image counts once.</summary>
    public void Add(string kind, string name, string? reason)
    {
        lock (_lock)
        {
            if (!_notes.TryGetValue(kind, out SortedDictionary<string, string?>? names))
            {
                _notes.Add(kind, names = new SortedDictionary<string, string?>(StringComparer.Ordinal));
            }

            names.TryAdd(name, reason);
        }
    }

    /// <summary>Adds the notes of another collection, which is complete.</summary>
    public void Add(ReportNotes other)
    {
        foreach ((string kind, SortedDictionary<string, string?> names) in other._notes)
        {
            foreach ((string name, string? reason) in names)
            {
                Add(kind, name, reason);
            }
        }
    }

    /// <summary>A sentence for each kind.</summary>
    public IReadOnlyList<string> Sentences()
    {
        lock (_lock)
        {
            return [.. _notes.Select(n => Sentence(n.Key, n.Value))];
        }
    }

    private static string Sentence(string kind, SortedDictionary<string, string?> names)
    {
        string examples = string.Join("; ", names.Take(Examples).Select(e => e.Value is null ? e.Key : $"{e.Key} ({e.Value})"));
        return $"{kind} ({Words.Of(names.Count, "image", "images")}): {examples}{(names.Count > Examples ? "; …" : "")}";
    }
}
