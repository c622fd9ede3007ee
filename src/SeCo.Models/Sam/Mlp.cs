using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>Linear layers <c>layers.0</c>, <c>layers.1</c>, … with rectifiers between them; the decoder's <c>MLP</c>.</summary>
internal sealed class Mlp : Module
{
    private readonly ModuleList<Linear> _layers;

    internal Mlp(int inputs, int hidden, int outputs, int depth) => _layers = Part("layers", new ModuleList<Linear>(
        Enumerable.Range(0, depth).Select(i => new Linear(i == 0 ? inputs : hidden, i == depth - 1 ? outputs : hidden))));

    /// <summary><c>[…, inputs]</c> to <c>[…, outputs]</c>.</summary>
    internal Tensor Forward(Tensor tokens)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor current = tokens;
        for (int i = 0; i < _layers.Count; i++)
        {
            current = _layers[i].Forward(current);
            current = i < _layers.Count - 1 ? current.ReluInPlace() : current;
        }

        return scope.Keep(current);
    }
}
