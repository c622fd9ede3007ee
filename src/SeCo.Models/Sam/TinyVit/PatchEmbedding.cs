using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

/// <summary>Two convolutions of stride 2 that make the first map, at 1/4 of the image.</summary>
internal sealed class PatchEmbedding : Layer
{
    private readonly Sequential _layers;

    public PatchEmbedding(int channels) => _layers = Part("seq", new Sequential(
        new NormedConvolution(3, channels / 2, kernel: 3, stride: 2),
        Activation.Gelu(),
        new NormedConvolution(channels / 2, channels, kernel: 3, stride: 2)));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _layers.Forward(input);
}
