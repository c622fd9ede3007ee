using SeCo.Torch.Nn;
using SeCo.Torch;

namespace SeCo.Models.Sam;

/// <summary>Lets prompts and image look at each other; the official <c>TwoWayTransformer</c>.</summary>
/// <remarks>Before the first layer has answered, the image is the same for all prompts,
/// and what is computed from it is computed once (<see cref="Prepare"/>).</remarks>
internal sealed class TwoWayTransformer : Module
{
    private readonly ModuleList<TwoWayLayer> _layers;
    private readonly PromptAttention _final;
    private readonly LayerNorm _norm;

    internal TwoWayTransformer(int channels, MaskDecoderConfig config)
    {
        _layers =
            Part("layers", new ModuleList<TwoWayLayer>(Enumerable.Range(0, config.Depth).Select(i => new TwoWayLayer(channels, config, isFirst: i == 0))));
        _final = Part("final_attn_token_to_image", new PromptAttention(channels, config.Heads, config.AttentionDownsampling));
        _norm = Part("norm_final_attn", new LayerNorm(channels));
    }

    /// <summary>The image as the first layer sees it.</summary>
    /// <param name="image"><c>[B or 1, L, C]</c>.</param>
    /// <param name="places">Where the image's tokens lie, <c>[1, L, C]</c>.</param>
    internal ProjectedImage Prepare(Tensor image, Tensor places) => _layers[0].Project(image, places);

    /// <param name="prompts"><c>[B, T, C]</c>.</param>
    /// <param name="image">What <see cref="Prepare"/> gave.</param>
    /// <param name="places">Where the image's tokens lie, <c>[1, L, C]</c>.</param>
    /// <returns>Prompts <c>[B, T, C]</c> and image <c>[B, L, C]</c>.</returns>
    internal (Tensor Prompts, Tensor Image) Forward(Tensor prompts, ProjectedImage image, Tensor places)
    {
        using TensorScope scope = TensorScope.Open();
        (Tensor queries, Tensor seen) = _layers[0].Forward(prompts, image, prompts);
        for (int i = 1; i < _layers.Count; i++)
        {
            using TensorScope layer = TensorScope.Open();
            Tensor before = seen;
            (queries, seen) = _layers[i].Forward(queries, _layers[i].Project(before, places), prompts);
            layer.Keep(queries);
            layer.Keep(seen);
            before.Dispose();
        }

        Tensor keys = (seen + places).FusedLinear(_final.Key.Weight, _final.Key.Bias);
        Tensor values = seen.FusedLinear(_final.Value.Weight, _final.Value.Bias);
        Tensor asked = queries + _final.AskImage(queries + prompts, keys, values);
        return (scope.Keep(_norm.Forward(asked)), scope.Keep(seen));
    }
}

/// <summary>The image as a layer of <see cref="TwoWayTransformer"/> sees it, for B prompts or, with a batch of 1, for all.</summary>
/// <param name="Tokens"><c>[B, L, C]</c>.</param>
/// <param name="Keys">What prompts compare themselves with, <c>[B, L, width]</c>.</param>
/// <param name="Values">What prompts gather, <c>[B, L, width]</c>.</param>
/// <param name="Queries">What the image asks the prompts, <c>[B, L, width]</c>.</param>
internal sealed record ProjectedImage(Tensor Tokens, Tensor Keys, Tensor Values, Tensor Queries) : IDisposable
{
    /// <summary>Takes the tensors out of all scopes: they live until <see cref="Dispose"/>.</summary>
    internal ProjectedImage LeaveScopes()
    {
        foreach (Tensor tensor in (Tensor[])[Tokens, Keys, Values, Queries])
        {
            tensor.LeaveScopes();
        }

        return this;
    }

    /// <summary>Disposes all four tensors.</summary>
    public void Dispose()
    {
        Tokens.Dispose();
        Keys.Dispose();
        Values.Dispose();
        Queries.Dispose();
    }

    /// <summary>The image of some of the prompts; itself where it is the same for all.</summary>
    internal ProjectedImage Of(long first, long count) => Tokens.Shape[0] == 1
        ? this
        : new ProjectedImage(Tokens.Narrow(0, first, count), Keys.Narrow(0, first, count), Values.Narrow(0, first, count), Queries.Narrow(0, first, count));
}
