namespace SeCo.Storage;

/// <summary>One of several equal shares of a list of images; item i belongs to shard 1 + i mod <see cref="Count"/>.</summary>
/// <remarks>Interleaved rather than in blocks: neighbours in a list are alike (frames of one video), so shares take equally long.</remarks>
public readonly record struct Shard
{
    /// <summary>Creates a share.</summary>
    /// <param name="index">Which share, from 1.</param>
    /// <param name="count">How many shares there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in 1…count.</exception>
    public Shard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, count);
        Index = index;
        Count = count;
    }

    /// <summary>Which share, from 1.</summary>
    public int Index { get; }

    /// <summary>How many shares there are.</summary>
    public int Count { get; }

    /// <summary>True where the item of this index (from 0) belongs to the share.</summary>
    public bool Contains(long item) => item % Count == Index - 1;

    /// <summary>The items of this share, in order.</summary>
    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Shard own = this;
        return [.. items.Where((_, item) => own.Contains(item))];
    }

    /// <summary>The places of this share in a list of so many items, in order.</summary>
    public int[] Places(int items) => [.. Of([.. Enumerable.Range(0, items)])];

    /// <summary>Reads <c>2/8</c>.</summary>
    /// <exception cref="FormatException">The text is not of this form, or the index is out of range.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || index < 1 || index > count)
        {
            throw new FormatException($"A shard is written INDEX/COUNT with INDEX from 1 to COUNT, as in 2/8; found '{text}'.");
        }

        return new Shard(index, count);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Index}/{Count}";
}
