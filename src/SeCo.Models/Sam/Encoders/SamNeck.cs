using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>The last part of every image encoder: two convolutions, each with a norm, that bring the features to the decoder's channels.</summary>
internal static class SamNeck
{
    /// <summary>Channels-last maps <c>[N, inputs, H, W]</c> to <c>[N, outputs, H, W]</c>.</summary>
    public static Sequential Create(int inputs, int outputs) => new(
        new Conv2d(inputs, outputs, 1, bias: false),
        new LayerNorm2d(outputs),
        new Conv2d(outputs, outputs, 3, padding: 1, bias: false),
        new LayerNorm2d(outputs));
}
