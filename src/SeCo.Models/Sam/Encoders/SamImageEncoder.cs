namespace SeCo.Models.Sam;

/// <summary>The part of Segment Anything that sees the image: once for each image, whatever is asked of it later.</summary>
public abstract class SamImageEncoder : Module
{
    /// <summary>Bytes that large temporary tensors may take together, where the encoder has a choice.</summary>
    internal long WorkingMemory { get; set; } = SamModel.DefaultWorkingMemory;

    /// <summary>Computes the image embedding.</summary>
    /// <param name="images">Normalised images <c>[N, 3, S, S]</c>, as <see cref="SamModel.Preprocess"/> gives them; S is the encoder's own size.</param>
    /// <param name="inner">Gets what decoders of fine borders need besides, in the same scope; null where nobody needs it. HQ-SAM: the output of the first
    /// block that sees the whole image, or of TinyViT's second stage, <c>[N, H, W, width]</c>. SAM 2: the two larger levels.</param>
    /// <returns><c>[N, C, S / 16, S / 16]</c>; it belongs to the open scope or the caller.</returns>
    public abstract Tensor Forward(Tensor images, IList<Tensor>? inner = null);
}

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

/// <summary>Normalises the channels of each pixel of <c>[N, C, H, W]</c>. Source: Segment Anything, <c>common.py</c>.</summary>
internal sealed class LayerNorm2d(int channels) : LayerNorm(channels, epsilon: 1e-6)
{
    /// <remarks>The channels are the last dimension of a channels-last map in memory, so that it is normalised where it lies.</remarks>
    protected override Tensor Compute(Tensor input) => base.Compute(input.Permute(0, 2, 3, 1)).Permute(0, 3, 1, 2);
}
