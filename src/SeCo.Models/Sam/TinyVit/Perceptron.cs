using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

/// <summary>A norm and two linear layers over the last dimension, the first with more outputs.</summary>
internal sealed class Perceptron : Layer
{
    private readonly LayerNorm _norm;
    private readonly Linear _widen;
    private readonly Linear _narrow;

    public Perceptron(int channels, int hidden)
    {
        _norm = Part("norm", new LayerNorm(channels));
        _widen = Part("fc1", new Linear(channels, hidden));
        _narrow = Part("fc2", new Linear(hidden, channels));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => TensorScope.Run(() => _narrow.Forward(_widen.Forward(_norm.Forward(input)).Gelu()));
}
