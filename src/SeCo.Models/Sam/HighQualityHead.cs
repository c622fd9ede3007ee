namespace SeCo.Models.Sam;

/// <summary>What HQ-SAM adds to the mask decoder: a token whose mask is made of pixels with fine borders. Source: Ke et al. 2023; the official
/// <c>MaskDecoderHQ</c>.</summary>
internal sealed class HighQualityHead : Module
{
    private readonly Embedding _token;
    private readonly Mlp _network;
    private readonly Sequential _inner;
    private readonly Sequential _embedding;
    private readonly Sequential _pixels;

    internal HighQualityHead(int channels, int innerChannels)
    {
        int fine = channels / 8;
        _token = Part("hf_token", new Embedding(1, channels));
        _network = Part("hf_mlp", Mlp.OfDepth(3, channels, channels, fine));
        _inner = Part("compress_vit_feat", Enlarge(innerChannels, channels));
        _embedding = Part("embedding_encoder", Enlarge(channels, channels / 4));
        _pixels = Part("embedding_maskfeature", new Sequential(
            new Conv2d(fine, channels / 4, 3, padding: 1),
            new LayerNorm2d(channels / 4),
            Activation.Gelu(),
            new Conv2d(channels / 4, fine, 3, padding: 1)));

        Sequential Enlarge(int inputs, int hidden) => new(
            new ConvTranspose2d(inputs, hidden, 2, stride: 2), new LayerNorm2d(hidden), Activation.Gelu(), new ConvTranspose2d(hidden, fine, 2, stride: 2));
    }

    /// <summary>The token, <c>[1, C]</c>.</summary>
    internal Tensor Token => _token.Weight;

    /// <summary>Fine features of an image, <c>[1, C / 8, 4g, 4g]</c>, from its embedding <c>[1, C, g, g]</c> and a map from inside the encoder,
    /// <c>[1, g, g, width]</c>.</summary>
    internal Tensor Features(Tensor embedding, Tensor inner) =>
        TensorScope.Run(() => _embedding.Forward(embedding) + _inner.Forward(inner.Permute(0, 3, 1, 2)));

    /// <summary>Masks <c>[B, 4g, 4g]</c> from answered tokens <c>[B, C]</c>, the pixels that the other masks are made of, <c>[B, C / 8, 4g, 4g]</c>, and
    /// the image's features.</summary>
    internal Tensor Masks(Tensor token, Tensor pixels, Tensor features) => TensorScope.Run(() =>
    {
        (long batch, long side) = (pixels.Shape[0], pixels.Shape[2]);
        Tensor fine = (_pixels.Forward(pixels) + features).Flatten(2); // [B, C / 8, 16 · g · g]
        return _network.Forward(token).Unsqueeze(1).BatchedMatmul(fine).Reshape(batch, side, side).To(DType.Float32);
    });
}
