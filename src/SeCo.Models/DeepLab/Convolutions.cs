using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.DeepLab;

/// <summary>Convolutions that keep the size, each with norm and rectifier, as the layers of a <see cref="Sequential"/>.</summary>
internal static class Convolutions
{
    /// <summary>A 1×1 convolution.</summary>
    public static IEnumerable<Layer> Pointwise(int inputs, int outputs, RandomSource? random) =>
        Normed(inputs, outputs, kernel: 1, dilation: 1, groups: 1, random);

    /// <summary>A 3×3 convolution.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="dilation">Cells from one element of the kernel to the next.</param>
    /// <param name="isSeparable">One convolution of each channel, then a 1×1 of all, instead of one of all channels.</param>
    /// <param name="random">Draws PyTorch's first weights; null leaves them to be loaded.</param>
    public static IEnumerable<Layer> Neighbourhood(int inputs, int outputs, int dilation, bool isSeparable, RandomSource? random) => isSeparable
        ? [.. Normed(inputs, inputs, kernel: 3, dilation, groups: inputs, random), .. Pointwise(inputs, outputs, random)]
        : Normed(inputs, outputs, kernel: 3, dilation, groups: 1, random);

    private static Layer[] Normed(int inputs, int outputs, int kernel, int dilation, int groups, RandomSource? random) =>
    [
        new Conv2d(inputs, outputs, kernel, padding: kernel / 2 * dilation, dilation: dilation, groups: groups, bias: false, random: random),
        new BatchNorm2d(outputs),
        Activation.Relu(),
    ];
}
