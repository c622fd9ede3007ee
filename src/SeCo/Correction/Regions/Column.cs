namespace SeCo.Correction.Regions;

/// <summary>An array that grows.</summary>
internal struct Column<T>()
{
    private T[] _values = new T[64];

    /// <summary>Values in use.</summary>
    public int Count { get; private set; }

    /// <summary>The values in use; valid until the next <see cref="Add"/>.</summary>
    public readonly Span<T> Values => _values.AsSpan(0, Count);

    public void Add(T value)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, checked(Count + Math.Max(Count / 2, 64)));
        }

        _values[Count++] = value;
    }
}
