using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>Attention between two sets of tokens, on a fraction of the channels; the official <c>Attention</c> of the two-way transformer.</summary>
internal sealed class PromptAttention : Module
{
    private readonly int _heads;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;

    internal PromptAttention(int channels, int heads, int downsampling = 1)
    {
        _heads = heads;
        int inner = channels / downsampling;
        _query = Part("q_proj", new Linear(channels, inner));
        _key = Part("k_proj", new Linear(channels, inner));
        _value = Part("v_proj", new Linear(channels, inner));
        _output = Part("out_proj", new Linear(inner, channels));
    }

    /// <summary>What each query gathers from the values.</summary>
    /// <param name="query"><c>[B, L, C]</c>.</param>
    /// <param name="key"><c>[B, S, C]</c>.</param>
    /// <param name="value"><c>[B, S, C]</c>.</param>
    /// <param name="addend">Added to the result, in its shape; null for none.</param>
    /// <returns><c>[B, L, C]</c>. Any argument may have a batch of 1 that stands for all: it is then projected once.</returns>
    internal Tensor Forward(Tensor query, Tensor key, Tensor value, Tensor? addend = null)
    {
        using TensorScope scope = TensorScope.Open();
        long batch = Math.Max(query.Shape[0], Math.Max(key.Shape[0], value.Shape[0]));
        Tensor attended = Heads(_query, query, batch).ScaledDotProductAttention(Heads(_key, key, batch), Heads(_value, value, batch)); // [B, heads, L, d]
        Tensor joined = attended.Permute(0, 2, 1, 3).Reshape(batch, query.Shape[1], -1);
        return scope.Keep(joined.FusedLinear(_output.Weight, _output.Bias, addend));
    }

    /// <summary>Projects tokens and cuts them into heads: <c>[B, heads, L, d]</c>.</summary>
    private Tensor Heads(Linear layer, Tensor tokens, long batch)
    {
        Tensor heads = tokens.FusedLinear(layer.Weight, layer.Bias).Reshape(tokens.Shape[0], tokens.Shape[1], _heads, -1).Permute(0, 2, 1, 3);
        return heads.Shape[0] == batch ? heads : heads.Expand(batch, heads.Shape[1], heads.Shape[2], heads.Shape[3]);
    }
}
