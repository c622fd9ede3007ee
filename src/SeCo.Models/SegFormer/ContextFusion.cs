using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>Joined maps seen at several dilations, and made one. Source: Hoyer et al. 2022, section 3.1; MIC's <c>daformer_head.py</c>.</summary>
internal sealed class ContextFusion : Layer
{
    private readonly ModuleList<Layer> _views;
    private readonly ConvolutionNorm _bottleneck;

    /// <summary>Creates the layer.</summary>
    public ContextFusion(int inputs, int outputs, IReadOnlyList<int> dilations, RandomSource? random)
    {
        _views = Part("aspp_modules", new ModuleList<Layer>(dilations.Select(dilation => dilation == 1
            ? (Layer)new ConvolutionNorm(inputs, outputs, kernel: 1, random)
            : new SeparableConvolution(inputs, outputs, dilation, random))));
        _bottleneck = Part("bottleneck", new ConvolutionNorm(dilations.Count * outputs, outputs, kernel: 3, random));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        TensorScope.Run(() => _bottleneck.Forward(Tensor.Cat([.. _views.Items.Select(view => view.Forward(input))], 1)));
}
