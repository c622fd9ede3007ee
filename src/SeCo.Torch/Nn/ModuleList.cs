namespace SeCo.Torch.Nn;

/// <summary>Modules of one kind, named <c>0</c>, <c>1</c>, …, for a network that calls them itself.</summary>
/// <typeparam name="T">Their type.</typeparam>
public sealed class ModuleList<T> : Module
    where T : Module
{
    private readonly T[] _items;

    /// <summary>Creates the list, which owns the modules.</summary>
    public ModuleList(params IEnumerable<T> items)
    {
        _items = [.. items];
        for (int i = 0; i < _items.Length; i++)
        {
            Part($"{i}", _items[i]);
        }
    }

    /// <summary>The modules.</summary>
    public IReadOnlyList<T> Items => _items;

    /// <summary>Number of modules.</summary>
    public int Count => _items.Length;

    /// <summary>One module, from 0.</summary>
    public T this[int index] => _items[index];
}
