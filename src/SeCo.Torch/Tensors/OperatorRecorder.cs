namespace SeCo.Torch;

/// <summary>Writes down every operator that this thread calls while the recorder is open, so that a computation can be said in another language.</summary>
/// <remarks>Values that no recorded operator gave are constants of the computation; the recorder keeps them. Convolutions are recorded whole, also where
/// this machine computes them in parts.</remarks>
public sealed class OperatorRecorder : IDisposable
{
    [ThreadStatic]
    private static OperatorRecorder? _current;

    private readonly List<OperatorCall> _calls = [];
    private readonly HashSet<Tensor> _given = [];
    private readonly Dictionary<Tensor, Tensor> _constants = [];

    private OperatorRecorder()
    {
    }

    /// <summary>The calls, in their order.</summary>
    public IReadOnlyList<OperatorCall> Calls => _calls;

    internal static OperatorRecorder? Current => _current;

    /// <summary>Begins to write down.</summary>
    /// <exception cref="InvalidOperationException">Another recorder is open on this thread.</exception>
    public static OperatorRecorder Open() =>
        _current = _current is null ? new OperatorRecorder() : throw new InvalidOperationException("An operator recorder is open on this thread already.");

    /// <summary>The value of a constant, as long as the recorder is there; null for what an operator gave.</summary>
    public Tensor? ConstantOf(Tensor tensor) => _constants.GetValueOrDefault(tensor);

    /// <summary>Ends writing down; calls and constants stay.</summary>
    public void Stop() => _current = _current == this ? null : _current;

    /// <summary>Ends writing down, and lets go of the constants.</summary>
    public void Dispose()
    {
        Stop();
        foreach (Tensor constant in _constants.Values)
        {
            constant.Dispose();
        }
    }

    internal void Add(string name, object?[] arguments, params Tensor[] results)
    {
        // A shape that was asked for once is known of disposed tensors too.
        foreach (Tensor tensor in arguments.SelectMany(a => a as IEnumerable<Tensor> ?? (a is Tensor one ? [one] : [])))
        {
            _ = tensor.Shape;
            if (!_given.Contains(tensor) && !_constants.ContainsKey(tensor))
            {
                _constants.Add(tensor, tensor.SameMemory().LeaveScopes());
            }
        }

        _given.UnionWith(results);
        Array.ForEach(results, result => _ = result.Shape);
        _calls.Add(new OperatorCall(name, arguments, results));
    }
}
