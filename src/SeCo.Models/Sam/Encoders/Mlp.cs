namespace SeCo.Models.Sam;

/// <summary>Linear layers with a function between them: a rectifier, or GELU in one pass with the layer before it.</summary>
internal sealed class Mlp : Module
{
    private readonly Linear[] _layers;
    private readonly bool _gelu;

    /// <summary>Creates layers of these names and last lengths, with GELU instead of rectifiers where asked for.</summary>
    internal Mlp(int inputs, int hidden, int outputs, bool gelu, params string[] names)
    {
        _gelu = gelu;
        _layers = [.. names.Select((name, i) => Part(name, new Linear(i == 0 ? inputs : hidden, i == names.Length - 1 ? outputs : hidden)))];
    }

    /// <summary>The decoder's <c>MLP</c>: so many layers <c>layers.0</c>, <c>layers.1</c>, … with rectifiers between them.</summary>
    internal static Mlp OfDepth(int depth, int inputs, int hidden, int outputs) =>
        new(inputs, hidden, outputs, gelu: false, [.. Enumerable.Range(0, depth).Select(i => $"layers.{i}")]);

    /// <summary><c>[…, inputs]</c> to <c>[…, outputs]</c>, to which a shortcut may be added.</summary>
    internal Tensor Forward(Tensor tokens, Tensor? shortcut = null) => TensorScope.Run(() =>
    {
        Tensor current = tokens;
        foreach (Linear layer in _layers.AsSpan(..^1))
        {
            current = _gelu ? current.FusedLinear(layer.Weight, layer.Bias, gelu: true) : layer.Forward(current).ReluInPlace();
        }

        Linear last = _layers[^1];
        return _gelu ? current.FusedLinear(last.Weight, last.Bias, shortcut) : shortcut is null ? last.Forward(current) : shortcut + last.Forward(current);
    });
}
