using System.Collections.Immutable;
using SeCo.Checkpoints;
using SeCo.Models.Sam;
using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Tests.Sam;

/// <summary>Names and shapes as a checkpoint, without values: all that telling an architecture may look at.</summary>
internal sealed class ShapesOnly : ICheckpoint
{
    private readonly OrderedDictionary<string, ImmutableArray<long>> _shapes;

    public ShapesOnly(IEnumerable<KeyValuePair<string, ImmutableArray<long>>> shapes) => _shapes = new(shapes, StringComparer.Ordinal);

    public string Path => "shapes";

    public IReadOnlyList<string> Names => [.. _shapes.Keys];

    /// <summary>The names and shapes of a model, none of whose weights is in memory.</summary>
    public static ShapesOnly Of(SamConfig config, string prefix = "")
    {
        using DeferredWeights deferred = DeferredWeights.Open();
        using SamModel model = new(config);
        return new ShapesOnly(model.StateDictionary().Select(t => KeyValuePair.Create(prefix + t.Key, t.Value.Shape.ToArray().ToImmutableArray())));
    }

    public ShapesOnly Without(Func<string, bool> unwanted) => new(_shapes.Where(s => !unwanted(s.Key)));

    public ShapesOnly With(string name, params ImmutableArray<long> shape) => new([.. _shapes.Where(s => s.Key != name), KeyValuePair.Create(name, shape)]);

    public bool Contains(string name) => _shapes.ContainsKey(name);

    public TensorDescription Describe(string name) => new(name, DType.Float32, _shapes[name]);

    public TensorData Read(string name) => throw new InvalidOperationException($"The values of {name} were asked for.");

    public void ReadInto(string name, Span<byte> destination) => Read(name);

    public void Dispose()
    {
    }
}
