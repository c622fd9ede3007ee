namespace SeCo.Storage;

/// <summary>Values that are loaded on demand and kept within a budget of bytes; the least recently used ones are given up first, but for the newest where it
/// is to be kept even if it alone is over the capacity. Safe for use from several threads.</summary>
/// <remarks>Memory stays within the capacity and one value for each thread. A value is never loaded twice at once; an exception of the loading passes
/// through, and the next request tries again.</remarks>
internal sealed class RecentlyUsed<TKey, TValue>(Func<TKey, TValue> load, Func<TValue, long> bytesOf, long capacity, bool keepsNewest = false)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _recent = new();

    /// <summary>How often a value has been loaded.</summary>
    public long Loads { get; private set; }

    /// <summary>Bytes that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>A value, from memory where it is there.</summary>
    public TValue Get(TKey key)
    {
        LinkedListNode<Entry>? node;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
            }
            else
            {
                node = _recent.AddFirst(new Entry(key, new Lazy<TValue>(() => load(key))));
                _entries.Add(key, node);
                Loads++;
            }
        }

        try
        {
            TValue value = node.Value.Content.Value;
            Account(node, bytesOf(value));
            return value;
        }
        catch
        {
            lock (_gate)
            {
                Remove(node);
            }

            throw;
        }
    }

    private void Account(LinkedListNode<Entry> node, long bytes)
    {
        lock (_gate)
        {
            if (node.List is null || node.Value.Bytes != 0)
            {
                return;
            }

            node.Value.Bytes = bytes;
            Bytes += bytes;
            LinkedListNode<Entry>? oldest = _recent.Last;
            while (Bytes > capacity && oldest is not null && !(keepsNewest && oldest == _recent.First))
            {
                LinkedListNode<Entry>? next = oldest.Previous;
                if (oldest.Value.Bytes != 0)
                {
                    Remove(oldest);
                }

                oldest = next;
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        if (node.List is not null)
        {
            Bytes -= node.Value.Bytes;
            _entries.Remove(node.Value.Key);
            _recent.Remove(node);
        }
    }

    private sealed class Entry(TKey key, Lazy<TValue> content)
    {
        public TKey Key { get; } = key;

        public Lazy<TValue> Content { get; } = content;

        /// <summary>0 while the value is being loaded; such an entry stays, or it would be loaded twice at once.</summary>
        public long Bytes { get; set; }
    }
}
