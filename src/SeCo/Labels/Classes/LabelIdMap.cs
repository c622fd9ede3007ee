namespace SeCo.Labels;

/// <summary>Turns the ids of one coding into the ids of a class set; ids that mean none of its classes become 255.</summary>
public sealed class LabelIdMap
{
    private readonly byte[] _table = new byte[256];

    /// <summary>Creates a map.</summary>
    /// <param name="pairs">Source id and target id; a source id appears once.</param>
    /// <exception cref="ArgumentException">A source id appears twice, or 255 is given a class.</exception>
    public LabelIdMap(IEnumerable<(byte Source, byte Target)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        Array.Fill(_table, LabelMap.Ignore);
        HashSet<byte> seen = [];
        foreach ((byte source, byte target) in pairs)
        {
            string? fault =
                source == LabelMap.Ignore ? $"Source id {LabelMap.Ignore} is ignore in every coding and cannot become class {target}."
                : !seen.Add(source) ? $"Source id {source} is mapped twice."
                : null;
            _table[source] = fault is null ? target : throw new ArgumentException(fault, nameof(pairs));
        }
    }

    /// <summary>The target id of a source id.</summary>
    public byte this[byte source] => _table[source];

    /// <summary>All target ids, by source id, <c>[256]</c>.</summary>
    public ReadOnlySpan<byte> Table => _table;

    /// <summary>The way back: for each target id the lowest source id that means it, and for 255 the lowest that means nothing, <c>[256]</c>.</summary>
    /// <param name="classes">K, the number of target ids.</param>
    /// <exception cref="ArgumentException">A target id has no source id.</exception>
    public byte[] Inverse(int classes)
    {
        byte[] inverse = new byte[256];
        Array.Fill(inverse, LabelMap.Ignore);
        for (int id = 0; id < classes; id++)
        {
            int source = Array.IndexOf(_table, (byte)id);
            inverse[id] = source >= 0
                ? (byte)source
                : throw new ArgumentException($"The coding has no id for class {id}, so there is no way back to it.", nameof(classes));
        }

        inverse[LabelMap.Ignore] = (byte)Array.IndexOf(_table, LabelMap.Ignore);
        return inverse;
    }

    /// <summary>Replaces every label by its target id.</summary>
    public void Apply(Span<byte> labels)
    {
        ReadOnlySpan<byte> table = _table;
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = table[labels[i]];
        }
    }
}
