using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>Lets prompts and image look at each other; the official <c>TwoWayTransformer</c>.</summary>
/// <remarks>Before the first layer has answered, the image is the same for all prompts of a batch, and what is computed from it is computed once.</remarks>
internal sealed class TwoWayTransformer : Module
{
    private readonly ModuleList<TwoWayLayer> _layers;
    private readonly PromptAttention _final;
    private readonly LayerNorm _norm;

    internal TwoWayTransformer(int channels, MaskDecoderConfig config)
    {
        _layers = Part("layers", new ModuleList<TwoWayLayer>(Enumerable.Range(0, config.Depth).Select(i => new TwoWayLayer(channels, config, isFirst: i == 0))));
        _final = Part("final_attn_token_to_image", new PromptAttention(channels, config.Heads, config.AttentionDownsampling));
        _norm = Part("norm_final_attn", new LayerNorm(channels));
    }

    /// <param name="prompts"><c>[B, T, C]</c>.</param>
    /// <param name="image"><c>[B or 1, L, C]</c>.</param>
    /// <param name="places">Where the image's tokens lie, <c>[1, L, C]</c>.</param>
    /// <returns>Prompts <c>[B, T, C]</c> and image <c>[B, L, C]</c>.</returns>
    internal (Tensor Prompts, Tensor Image) Forward(Tensor prompts, Tensor image, Tensor places)
    {
        using TensorScope scope = TensorScope.Open();
        (Tensor queries, Tensor seen) = (prompts, image);
        for (int i = 0; i < _layers.Count; i++)
        {
            Tensor before = seen;
            (queries, seen) = _layers[i].Forward(queries, seen, prompts, places);
            if (i > 0)
            {
                before.Dispose();
            }
        }

        Tensor asked = _final.Forward(queries + prompts, seen + places, seen, queries);
        return (scope.Keep(_norm.Forward(asked)), scope.Keep(seen));
    }
}
