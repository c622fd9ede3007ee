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
    private readonly Mlp _mlp;
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
        _mlp = Part("mlp", new Mlp(channels, config.MlpWidth, channels, gelu: false, "lin1", "lin2"));
        _norm3 = Part("norm3", new LayerNorm(channels));
        _norm4 = Part("norm4", new LayerNorm(channels));
        _imageToPrompts = Part("cross_attn_image_to_token", new PromptAttention(channels, config.Heads, config.AttentionDownsampling));
    }

    /// <summary>What the layer computes from the image alone.</summary>
    /// <param name="image"><c>[B or 1, L, C]</c>.</param>
    /// <param name="places"><c>[1, L, C]</c>.</param>
    internal ProjectedImage Project(Tensor image, Tensor places)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor weight = Tensor.Cat([_promptsToImage.Key.Weight, _imageToPrompts.Query.Weight]);
        Tensor bias = Tensor.Cat([_promptsToImage.Key.Bias!, _imageToPrompts.Query.Bias!]);
        Tensor placed = (image + places).FusedLinear(weight, bias); // [B, L, 2 · width]
        Tensor values = image.FusedLinear(_promptsToImage.Value.Weight, _promptsToImage.Value.Bias);
        Tensor keys = placed.Narrow(2, 0, _promptsToImage.Width), queries = placed.Narrow(2, _promptsToImage.Width, _imageToPrompts.Width);
        return new ProjectedImage(image, scope.Keep(keys), scope.Keep(values), scope.Keep(queries));
    }

    /// <param name="prompts"><c>[B, T, C]</c>.</param>
    /// <param name="image">What <see cref="Project"/> gave for these prompts, or for all.</param>
    /// <param name="places">The prompts as they were before the first layer.</param>
    /// <returns>Prompts <c>[B, T, C]</c> and image <c>[B, L, C]</c> anew.</returns>
    internal (Tensor Prompts, Tensor Image) Forward(Tensor prompts, ProjectedImage image, Tensor places)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor queries = _norm1.Forward(AttendToThemselves(prompts, places));
        queries = _norm2.Forward(queries + _promptsToImage.AskImage(queries + places, image.Keys, image.Values));
        queries = _norm3.Forward(_mlp.Forward(queries, shortcut: queries));
        Tensor seen = image.Tokens + _imageToPrompts.AnswerImage(image.Queries, queries + places, queries);
        return (scope.Keep(queries), scope.Keep(_norm4.Forward(seen)));
    }

    private Tensor AttendToThemselves(Tensor prompts, Tensor places)
    {
        if (_isFirst)
        {
            return _self.Forward(prompts, prompts, prompts); // the first layer's prompts are their places already: neither added nor kept beside
        }

        Tensor placed = prompts + places;
        return prompts + _self.Forward(placed, placed, prompts);
    }
}
