namespace SeCo.Checkpoints.Pickling;

/// <summary>A Python dictionary in its own order. Keys are strings, numbers, booleans or tuples (a tuple equals only itself).</summary>
public sealed class PickleMapping
{
    private OrderedDictionary<object, object?>? _items;

    internal PickleMapping()
    {
    }

    /// <summary>Keys and values, in the order in which the keys were first set.</summary>
    public IReadOnlyCollection<KeyValuePair<object, object?>> Items => (IReadOnlyCollection<KeyValuePair<object, object?>>?)_items ?? [];

    /// <summary>The value under a key.</summary>
    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return _items is not null && _items.TryGetValue(key, out value);
    }

    /// <summary>Sets a value; false where the key is of a kind that cannot be one.</summary>
    internal bool TrySet(object? key, object? value)
    {
        if (key is not (string or long or double or bool or BigInteger or PickleTuple))
        {
            return false;
        }

        _items ??= new OrderedDictionary<object, object?>(KeyComparer.Instance);
        _items[key] = value;
        return true;
    }

    /// <summary>Mixes numbers with a seed of this process, so that no file can choose keys that all fall into one bucket.</summary>
    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public static readonly KeyComparer Instance = new();

        public new bool Equals(object? x, object? y) => object.Equals(x, y);

        public int GetHashCode(object key) => key switch
        {
            long number => Mix(number),
            double number => Mix(BitConverter.DoubleToInt64Bits(number)),
            _ => key.GetHashCode(),
        };

        private static int Mix(long bits) => HashCode.Combine((int)bits, (int)(bits >> 32));
    }
}
