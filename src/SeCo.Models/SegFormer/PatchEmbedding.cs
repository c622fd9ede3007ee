using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>Overlapping patches of a map become tokens: a strided convolution and a norm. Source: Xie et al. 2021, section 3.1.</summary>
internal sealed class PatchEmbedding : Module
{
    private readonly Conv2d _projection;
    private readonly LayerNorm _norm;

    /// <summary>Creates the layer.</summary>
    public PatchEmbedding(int inputs, int outputs, int kernel, int stride)
    {
        _projection = Part("proj", new Conv2d(inputs, outputs, kernel, stride, padding: kernel / 2));
        _norm = Part("norm", new LayerNorm(outputs)); // epsilon 1e-5 here, 1e-6 in the blocks
    }

    /// <summary>Tokens <c>[N, H·W, C]</c> and the size of their grid; they belong to the open scope.</summary>
    public (Tensor Tokens, Extent Size) Forward(Tensor map)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor projected = _projection.Forward(map);
        Tensor tokens = _norm.Forward(TokenGrid.ToTokens(projected));
        return (scope.Keep(tokens), new Extent((int)projected.Shape[2], (int)projected.Shape[3]));
    }
}
