using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>One layer of <see cref="TwoWayTransformer"/>: prompts among themselves, prompts to image, a two-layer network, image to prompts.</summary>
internal sealed class TwoWayLayer : Module
{
    private readonly bool _isFirst;
    private readonly PromptAttention _self;
    private readonly LayerNorm _norm1;
    private readonly PromptAttention _promptsToImage;
    private readonly LayerNorm _norm2;
    private readonly TokenMlp _mlp;
    private readonly LayerNorm _norm3;
    private readonly LayerNorm _norm4;
    private readonly PromptAttention _imageToPrompts;

    internal TwoWayLayer(int channels, MaskDecoderConfig config, bool isFirst)
    {
        _isFirst = isFirst;
        _self = Part("self_attn", new PromptAttention(channels, config.Heads));
        _norm1 = Part("norm1", new LayerNorm(channels));
        _promptsToImage = Part("cross_attn_token_to_image", new PromptAttention(channels, config.Heads, config.AttentionDownsampling));
        _norm2 = Part("norm2", new LayerNorm(channels));
        _mlp = Part("mlp", new TokenMlp(channels, config.MlpWidth));
        _norm3 = Part("norm3", new LayerNorm(channels));
        _norm4 = Part("norm4", new LayerNorm(channels));
        _imageToPrompts = Part("cross_attn_image_to_token", new PromptAttention(channels, config.Heads, config.AttentionDownsampling));
    }

    /// <param name="prompts"><c>[B, T, C]</c>.</param>
    /// <param name="image"><c>[B or 1, L, C]</c>.</param>
    /// <param name="promptPlaces">The prompts as they were before the first layer.</param>
    /// <param name="imagePlaces"><c>[1, L, C]</c>.</param>
    /// <returns>Both anew, for B prompts.</returns>
    internal (Tensor Prompts, Tensor Image) Forward(Tensor prompts, Tensor image, Tensor promptPlaces, Tensor imagePlaces)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor queries = _norm1.Forward(AttendToThemselves(prompts, promptPlaces));
        Tensor keys = image + imagePlaces;
        queries = _norm2.Forward(_promptsToImage.Forward(queries + promptPlaces, keys, image, queries));
        queries = _norm3.Forward(_mlp.Forward(queries));
        Tensor seen = image.Shape[0] == queries.Shape[0] ? image : image.Expand(queries.Shape[0], image.Shape[1], image.Shape[2]);
        Tensor answered = _norm4.Forward(_imageToPrompts.Forward(keys, queries + promptPlaces, queries, seen));
        return (scope.Keep(queries), scope.Keep(answered));
    }

    private Tensor AttendToThemselves(Tensor prompts, Tensor places)
    {
        if (_isFirst)
        {
            return _self.Forward(prompts, prompts, prompts); // the first layer's prompts are their places already: neither added nor kept beside
        }

        Tensor placed = prompts + places;
        return _self.Forward(placed, placed, prompts, prompts);
    }

    private sealed class TokenMlp : Module
    {
        private readonly Linear _first;
        private readonly Linear _second;

        internal TokenMlp(int channels, int width)
        {
            _first = Part("lin1", new Linear(channels, width));
            _second = Part("lin2", new Linear(width, channels));
        }

        internal Tensor Forward(Tensor tokens) => _first.Forward(tokens).ReluInPlace().FusedLinear(_second.Weight, _second.Bias, tokens);
    }
}
