using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>Normalises the channels of each pixel of <c>[N, C, H, W]</c>, with <c>weight</c> and <c>bias</c> <c>[C]</c>.
/// Source: Segment Anything, <c>common.py</c>.</summary>
internal sealed class LayerNorm2d : Layer
{
    private const double Epsilon = 1e-6;

    private readonly long[] _shape;
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    public LayerNorm2d(int channels)
    {
        _shape = [channels];
        _weight = Parameter("weight", Tensor.Ones(_shape));
        _bias = Parameter("bias", Tensor.Zeros(_shape));
    }

    /// <inheritdoc/>
    /// <remarks>The channels are the last dimension of a channels-last map in memory, so that it is normalised where it lies.</remarks>
    public override Tensor Forward(Tensor input) =>
        TensorScope.Run(() => input.Permute(0, 2, 3, 1).LayerNorm(_shape, _weight, _bias, Epsilon).Permute(0, 3, 1, 2));
}
