using SeCo.Torch.Nn;

namespace SeCo.Torch.Optim;

/// <summary>Moves parameters along their gradients. It owns its state (momenta), not the parameters.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly OrderedDictionary<string, Tensor> _state = [];

    private protected Optimizer(params IEnumerable<ParameterGroup> groups)
    {
        Groups = [.. groups];
        if (Groups.SelectMany(g => g.Parameters.Keys).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The parameter '{twice.Key}' is in two groups.", nameof(groups));
        }
    }

    /// <summary>The groups.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Moves every parameter that has a gradient.</summary>
    /// <param name="learningRate">Learning rate of this step; each group multiplies it by its factor.</param>
    public void Step(double learningRate)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        foreach (ParameterGroup group in Groups)
        {
            List<(string Name, Tensor Value, Tensor Gradient)> moving = [];
            foreach ((string name, Tensor value) in group.Parameters)
            {
                if (value.RequiresGrad && value.Grad is { } gradient)
                {
                    moving.Add((name, value, InLayoutOf(value, gradient)));
                }
            }

            Step(group, learningRate * group.LearningRateFactor, moving);
        }
    }

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ClearGrad()
    {
        foreach (Tensor parameter in Groups.SelectMany(g => g.Parameters.Values))
        {
            parameter.ClearGrad();
        }
    }

    /// <summary>The state by name, as <c>momentum/layer1.weight</c>; only of parameters that have moved. The tensors stay the optimiser's.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary() => _state;

    /// <summary>Replaces the state by a checkpoint's.</summary>
    /// <param name="checkpoint">Tensors under the names of <see cref="StateDictionary"/>; it may lack those of parameters that had not moved.</param>
    /// <exception cref="CheckpointException">Names are unexpected, incomplete or of another shape.</exception>
    public void LoadState(ICheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        OrderedDictionary<string, Tensor> loaded = [];
        foreach ((string name, Tensor parameter) in Groups.SelectMany(g => g.Parameters).Where(p => Kinds.Any(kind => checkpoint.Contains($"{kind}/{p.Key}"))))
        {
            foreach (string kind in Kinds)
            {
                loaded.Add($"{kind}/{name}", NewState(kind, parameter).LeaveScopes());
            }
        }

        try
        {
            TensorState.Load(loaded, checkpoint, _ => false);
        }
        catch
        {
            DisposeAll(loaded);
            throw;
        }

        DisposeAll(_state);
        foreach ((string name, Tensor tensor) in loaded)
        {
            _state.Add(name, tensor);
        }
    }

    /// <summary>Disposes the state.</summary>
    public void Dispose()
    {
        DisposeAll(_state);
        GC.SuppressFinalize(this);
    }

    private protected abstract IReadOnlyList<string> Kinds { get; }

    private protected abstract void Step(ParameterGroup group, double learningRate, IReadOnlyList<(string Name, Tensor Value, Tensor Gradient)> moving);

    private protected bool HasState(string name) => _state.ContainsKey($"{Kinds[0]}/{name}");

    private protected Tensor State(string kind, string name, Tensor parameter)
    {
        string key = $"{kind}/{name}";
        if (!_state.TryGetValue(key, out Tensor? state))
        {
            state = NewState(kind, parameter).LeaveScopes();
            _state.Add(key, state);
        }

        return state;
    }

    /// <summary>First state of a parameter: zeros like it.</summary>
    private protected virtual Tensor NewState(string kind, Tensor parameter) => Tensor.ZerosLike(parameter);

    /// <summary>The fused operators walk parameter, gradient and state in memory order, so all must have the same.</summary>
    private static Tensor InLayoutOf(Tensor parameter, Tensor gradient) =>
        gradient.DType == parameter.DType && gradient.Strides().AsSpan().SequenceEqual(parameter.Strides())
            ? gradient
            : Tensor.ZerosLike(parameter).CopyInPlace(gradient);

    private static void DisposeAll(OrderedDictionary<string, Tensor> tensors)
    {
        foreach (Tensor tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        tensors.Clear();
    }
}
