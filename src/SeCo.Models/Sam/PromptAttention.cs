using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>Attention between two sets of tokens, on a fraction of the channels; the official <c>Attention</c> of the two-way transformer.</summary>
internal sealed class PromptAttention : Module
{
    private readonly int _heads;

    internal PromptAttention(int channels, int heads, int downsampling = 1)
    {
        _heads = heads;
        Width = channels / downsampling;
        Query = Part("q_proj", new Linear(channels, Width));
        Key = Part("k_proj", new Linear(channels, Width));
        Value = Part("v_proj", new Linear(channels, Width));
        Output = Part("out_proj", new Linear(Width, channels));
    }

    /// <summary>Channels inside.</summary>
    internal int Width { get; }

    internal Linear Query { get; }

    internal Linear Key { get; }

    internal Linear Value { get; }

    internal Linear Output { get; }

    /// <summary>Attention of few tokens among themselves.</summary>
    /// <param name="query"><c>[B, T, C]</c>.</param>
    /// <param name="key"><c>[B, T, C]</c>.</param>
    /// <param name="value"><c>[B, T, C]</c>.</param>
    /// <returns><c>[B, T, C]</c>.</returns>
    internal Tensor Forward(Tensor query, Tensor key, Tensor value)
    {
        using TensorScope scope = TensorScope.Open();
        return scope.Keep(Gather(Query.Forward(query), Key.Forward(key), Value.Forward(value)));
    }

    /// <summary>What few tokens gather from all tokens of the image.</summary>
    /// <param name="query">The asking tokens <c>[B, T, C]</c>.</param>
    /// <param name="key">Projected tokens of the image, <c>[B or 1, L, Width]</c>.</param>
    /// <param name="value">Projected tokens of the image, <c>[B or 1, L, Width]</c>.</param>
    /// <returns><c>[B, T, C]</c>.</returns>
    internal Tensor AskImage(Tensor query, Tensor key, Tensor value)
    {
        using TensorScope scope = TensorScope.Open();
        return scope.Keep(Gather(Query.Forward(query), key, value));
    }

    /// <summary>What each token of the image gathers from few tokens.</summary>
    /// <remarks>With T asked tokens and h heads, a token's answer is a mixture of T · h vectors: the values of each head, already sent through the last
    /// layer. So logits and answers are one matrix product each, with the heads beside each other, and the shares are summed along a dimension that is not
    /// the last in memory: fewer operations than head by head, in shapes that processors like (docs/performance.md).</remarks>
    /// <param name="query">Projected tokens of the image, <c>[B or 1, L, Width]</c>.</param>
    /// <param name="key">The asked tokens with their places, <c>[B, T, C]</c>.</param>
    /// <param name="value">The asked tokens, <c>[B, T, C]</c>.</param>
    /// <returns><c>[B, L, C]</c>.</returns>
    internal Tensor AnswerImage(Tensor query, Tensor key, Tensor value)
    {
        using TensorScope scope = TensorScope.Open();
        (long batch, long tokens, long depth, long count) = (key.Shape[0], key.Shape[1], Width / _heads, query.Shape[1]);
        Tensor ownHead = Tensor.Range(_heads, device: key.Device).OneHot(_heads).To(key.DType).Reshape(1, 1, _heads, _heads, 1);
        Tensor keys = Key.Forward(key).Reshape(batch, tokens, _heads, 1, depth) / Math.Sqrt(depth);
        Tensor spread = (keys * ownHead).Reshape(query.Shape[0], -1, Width); // [B, T · heads, Width], or all prompts in one: [1, B · T · heads, Width]
        Tensor logits = spread.BatchedMatmul(query.Transpose(1, 2)).Reshape(batch, tokens, _heads * count); // [B, T, heads · L]
        Tensor shares = logits.Softmax(1).Reshape(batch, tokens * _heads, count).Transpose(1, 2); // [B, L, T · heads]
        Tensor values = Value.Forward(value).Reshape(batch, tokens, _heads, 1, depth);
        Tensor last = Output.Weight.Reshape(-1, _heads, depth).Permute(1, 2, 0).Reshape(1, 1, _heads, depth, -1); // [1, 1, heads, d, C]
        // a head's shares sum to 1: the bias comes out once
        Tensor answers = values.Matmul(last).Reshape(batch, tokens * _heads, -1) + (Output.Bias! / _heads);
        return scope.Keep(shares.BatchedMatmul(answers));
    }

    private static Tensor Batched(Tensor tokens, long batch) => tokens.Shape[0] == batch ? tokens : tokens.Expand(batch, tokens.Shape[1], tokens.Shape[2]);

    /// <summary>Attention over projected tokens, then the last layer.</summary>
    private Tensor Gather(Tensor query, Tensor key, Tensor value)
    {
        long batch = query.Shape[0];
        Tensor attended = Heads(query).ScaledDotProductAttention(Heads(Batched(key, batch)), Heads(Batched(value, batch))); // [B, heads, T, d]
        return Output.Forward(attended.Permute(0, 2, 1, 3).Reshape(batch, query.Shape[1], -1));
    }

    /// <summary>Cuts projected tokens into heads: <c>[B, heads, T, d]</c>.</summary>
    private Tensor Heads(Tensor tokens) => tokens.Reshape(tokens.Shape[0], tokens.Shape[1], _heads, -1).Permute(0, 2, 1, 3);
}
