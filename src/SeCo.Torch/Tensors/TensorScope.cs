namespace SeCo.Torch;

/// <summary>Disposes every tensor made while it is the innermost open scope of its thread, except those that are kept.</summary>
/// <remarks>
/// Scopes nest. A scope belongs to the thread that opened it, is closed there in reverse order of opening, and is never held across an <c>await</c>.
/// <code>
/// using TensorScope scope = TensorScope.Open();
/// Tensor hidden = input.Matmul(weight).Relu();
/// return scope.Keep(hidden.Mean());
/// </code>
/// </remarks>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? _current;

    private readonly TensorScope? _parent;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<Tensor> _tensors = [];
    private bool _closed;

    private TensorScope(TensorScope? parent) => _parent = parent;

    /// <summary>How many tensors the scope owns now.</summary>
    public int Count => _tensors.Count;

    /// <summary>The innermost open scope of this thread.</summary>
    internal static TensorScope? Current => _current;

    /// <summary>Opens a scope inside the thread's innermost one.</summary>
    public static TensorScope Open() => _current = new TensorScope(_current);

    /// <summary>Runs a computation in a scope of its own and keeps only its result, which then belongs to the surrounding scope or the caller.</summary>
    public static Tensor Run(Func<Tensor> computation)
    {
        ArgumentNullException.ThrowIfNull(computation);
        using TensorScope scope = Open();
        return scope.Keep(computation());
    }

    /// <summary>Moves a tensor of this scope, or of one inside it, to the surrounding scope; where there is none, it belongs to the caller. A tensor that
    /// this scope does not own is left as it is.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (IsWithin(tensor.Scope))
        {
            tensor.Scope!.Remove(tensor);
            _parent?.Add(tensor);
        }

        return tensor;
    }

    /// <summary>Keeps several tensors.</summary>
    /// <returns>The same list.</returns>
    public IReadOnlyList<Tensor> Keep(IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (Tensor tensor in tensors)
        {
            Keep(tensor);
        }

        return tensors;
    }

    /// <summary>Disposes what the scope still owns, and makes the surrounding scope the innermost again.</summary>
    /// <exception cref="InvalidOperationException">Another thread opened the scope, or a scope inside it is still open.</exception>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        if (_thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("A tensor scope is closed on the thread that opened it; do not hold one across an await.");
        }

        if (_current != this)
        {
            throw new InvalidOperationException("Tensor scopes are closed in reverse order of opening; one opened inside this scope is still open.");
        }

        _closed = true;
        _current = _parent;
        for (int i = _tensors.Count - 1; i >= 0; i--)
        {
            _tensors[i].Scope = null;
            _tensors[i].Dispose();
        }

        _tensors.Clear();
    }

    /// <summary>Takes charge of a tensor that has no scope.</summary>
    internal void Add(Tensor tensor)
    {
        tensor.Scope = this;
        tensor.ScopeIndex = _tensors.Count;
        _tensors.Add(tensor);
    }

    /// <summary>Lets go of a tensor; the last one of the list takes its place.</summary>
    internal void Remove(Tensor tensor)
    {
        Tensor last = _tensors[^1];
        _tensors[tensor.ScopeIndex] = last;
        last.ScopeIndex = tensor.ScopeIndex;
        _tensors.RemoveAt(_tensors.Count - 1);
        tensor.Scope = null;
    }

    private bool IsWithin(TensorScope? scope) => scope is not null && (scope == this || IsWithin(scope._parent));
}
