namespace SeCo.Models.Sam;

/// <summary>Lets prompts and image look at each other; the official <c>TwoWayTransformer</c>.</summary>
/// <remarks>Before the first layer has answered, the image is the same for all prompts,
/// and what is computed from it is computed once (<see cref="Prepare"/>).</remarks>
internal sealed class TwoWayTransformer : Module
{
    private readonly ModuleList<TwoWayLayer> _layers;
    private readonly PromptAttention _final;
    private readonly LayerNorm _norm;

    internal TwoWayTransformer(int channels, MaskDecoderConfig config, string[] mlpNames)
    {
        _layers =
            Part("layers", new ModuleList<TwoWayLayer>(Enumerable.Range(0, config.Depth).Select(i => new TwoWayLayer(channels, config, i == 0, mlpNames))));
        _final = Part("final_attn_token_to_image", new PromptAttention(channels, config.Heads, config.AttentionDownsampling));
        _norm = Part("norm_final_attn", new LayerNorm(channels));
    }

    /// <summary>The image <c>[B or 1, L, C]</c>, whose tokens lie at places <c>[1, L, C]</c>, as the first layer sees it.</summary>
    internal ProjectedImage Prepare(Tensor image, Tensor places) => _layers[0].Project(image, places);

    /// <summary>Prompts <c>[B, T, C]</c> and what <see cref="Prepare"/> gave to prompts of that shape and an image <c>[B, L, C]</c>.</summary>
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

    internal TwoWayLayer(int channels, MaskDecoderConfig config, bool isFirst, string[] mlpNames)
    {
        _isFirst = isFirst;
        _self = Part("self_attn", new PromptAttention(channels, config.Heads));
        _norm1 = Part("norm1", new LayerNorm(channels));
        _promptsToImage = Part("cross_attn_token_to_image", new PromptAttention(channels, config.Heads, config.AttentionDownsampling));
        _norm2 = Part("norm2", new LayerNorm(channels));
        _mlp = Part("mlp", new Mlp(channels, config.MlpWidth, channels, gelu: false, mlpNames));
        _norm3 = Part("norm3", new LayerNorm(channels));
        _norm4 = Part("norm4", new LayerNorm(channels));
        _imageToPrompts = Part("cross_attn_image_to_token", new PromptAttention(channels, config.Heads, config.AttentionDownsampling));
    }

    /// <summary>What the layer computes from the image <c>[B or 1, L, C]</c> and its places <c>[1, L, C]</c> alone.</summary>
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

    /// <summary>Prompts <c>[B, T, C]</c>, with the places that they were before the first layer, and the image as <see cref="Project"/> gave it for them or
    /// for all, to prompts <c>[B, T, C]</c> and image <c>[B, L, C]</c> anew.</summary>
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

    internal int Width { get; }

    internal Linear Query { get; }

    internal Linear Key { get; }

    internal Linear Value { get; }

    private Linear Output { get; }

    /// <summary>Attention of few tokens among themselves, all <c>[B, T, C]</c>.</summary>
    internal Tensor Forward(Tensor query, Tensor key, Tensor value) =>
        TensorScope.Run(() => Gather(Query.Forward(query), Key.Forward(key), Value.Forward(value)));

    /// <summary>What few tokens <c>[B, T, C]</c> gather from projected tokens of the image, <c>[B or 1, L, Width]</c>: <c>[B, T, C]</c>.</summary>
    internal Tensor AskImage(Tensor query, Tensor key, Tensor value) => TensorScope.Run(() => Gather(Query.Forward(query), key, value));

    /// <summary>What projected tokens of the image, <c>[B or 1, L, Width]</c>, gather from few tokens <c>[B, T, C]</c>, with and without their places:
    /// <c>[B, L, C]</c>.</summary>
    /// <remarks>With T asked tokens and h heads, a token's answer is a mixture of T · h vectors: the values of each head, already sent through the last
    /// layer. So logits and answers are one matrix product each, with the heads beside each other, and the shares are summed along a dimension that is not
    /// the last in memory: fewer operations than head by head, in shapes that processors like (docs/performance.md).</remarks>
    internal Tensor AnswerImage(Tensor query, Tensor key, Tensor value) => TensorScope.Run(() =>
    {
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
        return shares.BatchedMatmul(answers);
    });

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
