using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

/// <summary>A norm and two linear layers over the last dimension, the first with more outputs, and the sum with the input.</summary>
internal sealed class NormedMlp : Layer
{
    private readonly LayerNorm _norm;
    private readonly Linear _widen;
    private readonly Linear _narrow;

    public NormedMlp(int channels, int hidden)
    {
        _norm = Part("norm", new LayerNorm(channels));
        _widen = Part("fc1", new Linear(channels, hidden));
        _narrow = Part("fc2", new Linear(hidden, channels));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor hidden = _norm.Forward(input).FusedLinear(_widen.Weight, _widen.Bias, gelu: true);
        return scope.Keep(hidden.FusedLinear(_narrow.Weight, _narrow.Bias, addend: input));
    }
}
