using System.Diagnostics.CodeAnalysis;

namespace SeCo.Torch.Nn;

/// <summary>A part of a network: parameters to be trained, buffers that go with them, and parts of its own, all under PyTorch's names.</summary>
/// <remarks>A module owns its tensors, whatever scope is open, and disposes them with itself. It belongs to one thread at a time. A tensor keeps its identity
/// when the module moves to another device or type and when a checkpoint is loaded, so an optimiser may hold on to it.</remarks>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "Everybody who knows networks knows this name.")]
public abstract class Module : IDisposable
{
    private readonly OrderedDictionary<string, Tensor> _parameters = [];
    private readonly OrderedDictionary<string, Tensor> _buffers = [];
    private readonly OrderedDictionary<string, Module> _parts = [];

    /// <summary>True while the module trains: batch statistics and drop-out are in force. So it begins.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Direct parts by name, in order of registration.</summary>
    public IReadOnlyDictionary<string, Module> Parts => _parts;

    /// <summary>The parameters of this module and all parts by dotted name, as <c>layer1.0.conv1.weight</c>, in PyTorch's order.</summary>
    public IReadOnlyDictionary<string, Tensor> NamedParameters()
    {
        OrderedDictionary<string, Tensor> all = [];
        Visit("", (prefix, module) => AddAll(all, prefix, module._parameters));
        return all;
    }

    /// <summary>Parameters and buffers by dotted name, in the order of PyTorch's <c>state_dict</c>. They stay the module's.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        OrderedDictionary<string, Tensor> all = [];
        Visit("", (prefix, module) =>
        {
            module.UpdateBuffers();
            AddAll(all, prefix, module._parameters);
            AddAll(all, prefix, module._buffers);
        });
        return all;
    }

    /// <summary>Number of single trained values.</summary>
    public long CountParameters() => NamedParameters().Values.Sum(p => p.ElementCount);

    /// <summary>Puts the module and all parts into training or, with false, evaluation.</summary>
    public void Train(bool training = true) => Visit("", (_, module) => module.IsTraining = training);

    /// <summary>Puts the module and all parts into evaluation.</summary>
    public void Eval() => Train(false);

    /// <summary>Decides whether the parameters, with those of all parts, get gradients. They do at first.</summary>
    public void SetRequiresGrad(bool required)
    {
        foreach (Tensor parameter in NamedParameters().Values)
        {
            parameter.RequiresGrad = required;
        }
    }

    /// <summary>Moves all tensors to a device.</summary>
    /// <exception cref="TorchException">The device cannot be used here.</exception>
    public void To(Device device) => Replace(tensor => tensor.To(device));

    /// <summary>Converts all floating-point tensors to a floating-point type.</summary>
    public void To(DType type)
    {
        if (!type.IsFloatingPoint())
        {
            throw new ArgumentException($"A network computes with floating-point numbers, not with {type}.", nameof(type));
        }

        Replace(tensor => tensor.DType.IsFloatingPoint() ? tensor.To(type) : tensor.Alias());
    }

    /// <summary>Lays all tensors of four dimensions, the kernels of convolutions, out in a memory format.</summary>
    public void ToMemoryFormat(MemoryFormat format) => Replace(tensor => tensor.Rank == 4 ? tensor.ToMemoryFormat(format) : tensor.Alias());

    /// <summary>Copies the values of a checkpoint into the parameters and buffers, converting types. Nothing is changed unless all names and shapes
    /// fit.</summary>
    /// <param name="checkpoint">Tensors under this module's names.</param>
    /// <param name="mayDiffer">Names that may be missing or unexpected; none where null.
    /// <c>num_batches_tracked</c> always may be missing, as in old files.</param>
    /// <exception cref="CheckpointException">Names are missing, unexpected or of another shape: all of them together. Or values that are no numbers; the
    /// module may then be filled in part.</exception>
    public void LoadState(ICheckpoint checkpoint, Func<string, bool>? mayDiffer = null) =>
        TensorState.Load(StateDictionary(), checkpoint, name => IsCounter(name) || mayDiffer?.Invoke(name) == true);

    /// <summary>Compares names and shapes as <see cref="LoadState"/> does, and loads nothing.</summary>
    /// <inheritdoc cref="LoadState"/>
    public void CheckState(ICheckpoint checkpoint, Func<string, bool>? mayDiffer = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        TensorState.Check(StateDictionary(), checkpoint, name => IsCounter(name) || mayDiffer?.Invoke(name) == true);
    }

    /// <summary>Disposes all tensors of the module and its parts.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes all tensors; override to dispose more.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (IDisposable owned in (IEnumerable<IDisposable>)[.. _parameters.Values, .. _buffers.Values, .. _parts.Values])
            {
                owned.Dispose();
            }
        }
    }

    /// <summary>Makes a tensor a parameter: it leaves its scope, gets gradients, and belongs to the module.</summary>
    /// <returns>The tensor itself.</returns>
    protected Tensor Parameter(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Own(_parameters, name, value).RequiresGrad = true;
        return value;
    }

    /// <summary>Makes a tensor a buffer: it leaves its scope and belongs to the module.</summary>
    /// <returns>The tensor itself.</returns>
    protected Tensor Buffer(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Own(_buffers, name, value);
    }

    /// <summary>Makes another module a part of this one.</summary>
    /// <param name="name">Its name. <c>a.b</c> is part <c>b</c> of a level <c>a</c> that does nothing but give names;
    /// an empty name puts the other module's own parts in its place.</param>
    /// <param name="part">The other module.</param>
    /// <returns>The part itself.</returns>
    protected T Part<T>(string name, T part)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(part);
        if (name.Length == 0)
        {
            foreach ((string own, Module inner) in part._parts)
            {
                _parts.Add(own, inner);
            }
        }
        else if (name.Split('.', 2) is [string level, string rest])
        {
            if (!_parts.TryGetValue(level, out Module? names))
            {
                _parts.Add(level, names = new ModuleList<Module>());
            }

            names.Part(rest, part);
        }
        else
        {
            _parts.Add(name, part);
        }

        return part;
    }

    /// <summary>Called before buffers are read from outside: brings them up to date where the module counts elsewhere.</summary>
    protected virtual void UpdateBuffers()
    {
    }

    private static bool IsCounter(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private static Tensor Own(OrderedDictionary<string, Tensor> all, string name, Tensor value)
    {
        all.Add(name, value.LeaveScopes());
        if (DeferredWeights.IsOpen)
        {
            DeferredWeights.Defer(value);
        }

        return value;
    }

    private static void AddAll(OrderedDictionary<string, Tensor> all, string prefix, OrderedDictionary<string, Tensor> own)
    {
        foreach ((string name, Tensor tensor) in own)
        {
            all.Add(prefix + name, tensor);
        }
    }

    private void Visit(string prefix, Action<string, Module> visitor)
    {
        visitor(prefix, this);
        foreach ((string name, Module part) in _parts)
        {
            part.Visit($"{prefix}{name}.", visitor);
        }
    }

    private void Replace(Func<Tensor, Tensor> convert)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        foreach (Tensor tensor in StateDictionary().Values)
        {
            tensor.Become(DeferredWeights.Convert(tensor, convert));
        }
    }
}
