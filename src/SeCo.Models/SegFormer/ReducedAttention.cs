using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>Attention whose keys and values are patches of the tokens, R × R of them for each. Source: Xie et al. 2021, equation 2;
/// names of NVlabs' <c>mix_transformer.py</c>.</summary>
internal sealed class ReducedAttention : Module
{
    private readonly int _heads;
    private readonly Linear _query;
    private readonly Linear _keyValue;
    private readonly Linear _projection;
    private readonly Conv2d? _reduction;
    private readonly LayerNorm? _norm;

    /// <summary>Creates the layer.</summary>
    public ReducedAttention(int channels, int heads, int reduction)
    {
        _heads = heads;
        _query = Part("q", new Linear(channels, channels));
        _keyValue = Part("kv", new Linear(channels, 2 * channels));
        _projection = Part("proj", new Linear(channels, channels));
        if (reduction > 1)
        {
            _reduction = Part("sr", new Conv2d(channels, channels, reduction, reduction)); // leaves out rows and columns that do not fill a patch
            _norm = Part("norm", new LayerNorm(channels));
        }
    }

    /// <summary>Tokens <c>[N, H·W, C]</c> to tokens.</summary>
    public Tensor Forward(Tensor tokens, Extent size) => TensorScope.Run(() =>
    {
        (long n, long length, long channels) = (tokens.Shape[0], tokens.Shape[1], tokens.Shape[2]);
        long width = channels / _heads;
        Tensor query = _query.Forward(tokens).Reshape(n, length, _heads, width).Transpose(1, 2); // [N, heads, L, E]
        Tensor both = _keyValue.Forward(Reduced(tokens, size)).Reshape(n, -1, 2, _heads, width).Permute(2, 0, 3, 1, 4); // [2, N, heads, S, E]
        Tensor seen = query.ScaledDotProductAttention(both.Select(0, 0), both.Select(0, 1));
        return _projection.Forward(seen.Transpose(1, 2).Reshape(n, length, channels));
    });

    private Tensor Reduced(Tensor tokens, Extent size) =>
        _reduction is null ? tokens : _norm!.Forward(TokenGrid.ToTokens(_reduction.Forward(TokenGrid.ToMap(tokens, size))));
}
