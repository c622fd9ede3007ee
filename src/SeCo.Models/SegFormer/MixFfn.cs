using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>A feed-forward network of two layers with a 3×3 convolution of each channel between them, which tells a token where it is. Source: Xie et al.
/// 2021, equation 3 (Mix-FFN).</summary>
internal sealed class MixFfn : Module
{
    private readonly Linear _first;
    private readonly DepthwiseConvolution _between;
    private readonly Linear _second;

    /// <summary>Creates the layer.</summary>
    public MixFfn(int channels, int hidden)
    {
        _first = Part("fc1", new Linear(channels, hidden));
        _between = Part("dwconv", new DepthwiseConvolution(hidden));
        _second = Part("fc2", new Linear(hidden, channels));
    }

    /// <summary>Tokens <c>[N, H·W, C]</c> to tokens.</summary>
    public Tensor Forward(Tensor tokens, Extent size) => TensorScope.Run(() =>
    {
        Tensor map = _between.Forward(TokenGrid.ToMap(_first.Forward(tokens), size));
        return _second.Forward(TokenGrid.ToTokens(map).Gelu());
    });

    /// <summary>The published names have one level more here.</summary>
    private sealed class DepthwiseConvolution : Layer
    {
        private readonly Conv2d _convolution;

        public DepthwiseConvolution(int channels) => _convolution = Part("dwconv", new Conv2d(channels, channels, 3, padding: 1, groups: channels));

        public override Tensor Forward(Tensor input) => _convolution.Forward(input);
    }
}
