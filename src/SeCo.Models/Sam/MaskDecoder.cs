using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>Makes masks of low resolution and estimates of their quality from an image embedding and prompts; the official <c>MaskDecoder</c>.</summary>
internal sealed class MaskDecoder : Module
{
    private readonly int _masks;
    private readonly TwoWayTransformer _transformer;
    private readonly Embedding _iouToken;
    private readonly Embedding _maskTokens;
    private readonly MaskUpscaling _upscaling;
    private readonly ModuleList<TokenNetwork> _hyperNetworks;
    private readonly TokenNetwork _iouHead;

    internal MaskDecoder(SamConfig config)
    {
        (int channels, MaskDecoderConfig decoder) = (config.Channels, config.Decoder);
        _masks = decoder.MultimaskOutputs + 1;
        _transformer = Part("transformer", new TwoWayTransformer(channels, decoder));
        _iouToken = Part("iou_token", new Embedding(1, channels));
        _maskTokens = Part("mask_tokens", new Embedding(_masks, channels));
        _upscaling = Part("output_upscaling", new MaskUpscaling(channels));
        _hyperNetworks = Part("output_hypernetworks_mlps", new ModuleList<TokenNetwork>(
            Enumerable.Range(0, _masks).Select(_ => new TokenNetwork(channels, channels, channels / 8, 3))));
        _iouHead = Part("iou_prediction_head", new TokenNetwork(channels, decoder.IouHeadWidth, _masks, decoder.IouHeadDepth));
    }

    /// <summary>Answers a batch of prompts.</summary>
    /// <param name="image">The image embedding with its prompts' masks, <c>[1 or B, g, g, C]</c>.</param>
    /// <param name="places">Where the image's tokens lie, <c>[1, g, g, C]</c>.</param>
    /// <param name="sparse">Points and corners, <c>[B, N, C]</c>.</param>
    /// <param name="multimask">Several masks for each prompt, or the single one.</param>
    /// <returns>float32 logits <c>[B, M, 4g, 4g]</c> and qualities <c>[B, M]</c>.</returns>
    internal SamDecoding Forward(Tensor image, Tensor places, Tensor sparse, bool multimask)
    {
        using TensorScope scope = TensorScope.Open();
        (long batch, long channels, long count) = (sparse.Shape[0], sparse.Shape[2], image.Shape[1] * image.Shape[2]);
        Tensor own = Tensor.Cat([_iouToken.Weight, _maskTokens.Weight]).Unsqueeze(0).Expand(batch, 1 + _masks, channels);
        Tensor tokens = Tensor.Cat([own, sparse], 1); // [B, T, C]
        (Tensor answered, Tensor seen) = _transformer.Forward(tokens, image.Reshape(-1, count, channels), places.Reshape(1, count, channels));
        Tensor qualities = _iouHead.Forward(answered.Select(1, 0)); // [B, masks]
        (int first, int wanted) = multimask ? (1, _masks - 1) : (0, 1);
        Tensor weights = Tensor.Stack([.. Enumerable.Range(first, wanted).Select(i => _hyperNetworks[i].Forward(answered.Select(1, 1 + i)))], 1); // [B, M, C/8]
        Tensor masks = weights.BatchedMatmul(_upscaling.Forward(seen).Transpose(1, 2)); // [B, M, 16 · g · g]
        return new SamDecoding(
            scope.Keep(MaskUpscaling.Arrange(masks.To(DType.Float32))), scope.Keep(qualities.Narrow(1, first, wanted).To(DType.Float32).Contiguous()));
    }
}
