using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>From tokens to pixels: two transposed convolutions, each of which makes four pixels of one; the official <c>output_upscaling</c>.</summary>
/// <remarks>Kernel and stride are both 2, so every pixel comes from one token, and each step is a linear layer with four times the outputs. The pixels of a
/// token stay beside each other in memory; only finished masks are put in the order of an image (<see cref="Arrange"/>).</remarks>
internal sealed class MaskUpscaling : Module
{
    private const double Epsilon = 1e-6;

    private readonly ConvTranspose2d _first;
    private readonly LayerNorm _norm;
    private readonly ConvTranspose2d _second;

    internal MaskUpscaling(int channels)
    {
        _first = Part("0", new ConvTranspose2d(channels, channels / 4, 2, stride: 2));
        _norm = Part("1", new LayerNorm(channels / 4, Epsilon));
        _second = Part("3", new ConvTranspose2d(channels / 4, channels / 8, 2, stride: 2));
    }

    /// <param name="tokens"><c>[B, g · g, C]</c>.</param>
    /// <returns><c>[B, g · g · 16, C / 8]</c>: the 16 pixels of each token, in fours.</returns>
    internal Tensor Forward(Tensor tokens)
    {
        using TensorScope scope = TensorScope.Open();
        (long batch, long count) = (tokens.Shape[0], tokens.Shape[1]);
        Tensor quarters = Fourfold(tokens, _first).Reshape(batch, count * 4, -1); // [B, 4L, C/4]
        return scope.Keep(Fourfold(_norm.Forward(quarters).Gelu(), _second, gelu: true).Reshape(batch, count * 16, -1)); // [B, 16L, C/8]
    }

    /// <summary>Puts masks made from <see cref="Forward"/>'s pixels in the order of an image.</summary>
    /// <param name="masks"><c>[B, M, g · g · 16]</c>.</param>
    /// <returns><c>[B, M, 4g, 4g]</c>.</returns>
    internal static Tensor Arrange(Tensor masks)
    {
        using TensorScope scope = TensorScope.Open();
        (long batch, long count) = (masks.Shape[0], masks.Shape[1]);
        long grid = (long)Math.Round(Math.Sqrt(masks.Shape[2] / 16.0));
        Tensor parts = masks.Reshape(batch * count, grid, grid, 2, 2, 2, 2).Permute(0, 1, 3, 5, 2, 4, 6); // rows, then columns: token, quarter, sixteenth
        return scope.Keep(parts.Reshape(batch, count, 4 * grid, 4 * grid));
    }

    /// <summary>A transposed convolution of kernel and stride 2 as a linear layer:
    /// <c>[B, L, in]</c> to <c>[B, L, 4 · out]</c>, pixels in reading order.</summary>
    private static Tensor Fourfold(Tensor tokens, ConvTranspose2d layer, bool gelu = false)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor weight = layer.Weight.Permute(2, 3, 1, 0).Reshape(-1, layer.Weight.Shape[0]); // [in, out, 2, 2] to [2 · 2 · out, in]
        return scope.Keep(tokens.FusedLinear(weight, layer.Bias!.Repeat(4), gelu: gelu));
    }
}
