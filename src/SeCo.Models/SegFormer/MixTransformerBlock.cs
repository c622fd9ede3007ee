namespace SeCo.Models.SegFormer;

/// <summary>A block of a Mix Transformer: attention and feed-forward network, each normalised before and added after.</summary>
internal sealed class MixTransformerBlock : Module
{
    private readonly LayerNorm _norm1;
    private readonly ReducedAttention _attention;
    private readonly LayerNorm _norm2;
    private readonly MixFfn _ffn;
    private readonly DropPath _dropPath;

    public MixTransformerBlock(MixTransformerConfig config, int stage, DropPath dropPath)
    {
        (int channels, bool isHuggingFace) = (config.Channels[stage], config.IsHuggingFace);
        _norm1 = Part(isHuggingFace ? "layer_norm_1" : "norm1", new LayerNorm(channels, config.Epsilon));
        _attention = Part(
            isHuggingFace ? "attention" : "attn", new ReducedAttention(channels, config.Heads[stage], config.Reductions[stage], isHuggingFace));
        _dropPath = Part("drop_path", dropPath);
        _norm2 = Part(isHuggingFace ? "layer_norm_2" : "norm2", new LayerNorm(channels, config.Epsilon));
        _ffn = Part("mlp", new MixFfn(channels, channels * config.Expansion, isHuggingFace ? "dense" : "fc"));
    }

    /// <summary>Tokens <c>[N, H·W, C]</c> to tokens.</summary>
    public Tensor Forward(Tensor tokens, Size2d size) => TensorScope.Run(() =>
    {
        Tensor attended = tokens + _dropPath.Forward(_attention.Forward(_norm1.Forward(tokens), size));
        return attended + _dropPath.Forward(_ffn.Forward(_norm2.Forward(attended), size));
    });
}

/// <summary>Attention whose keys and values are patches of the tokens, R × R of them for each. Source: Xie et al. 2021, equation 2;
/// names of NVlabs'
/// <c>mix_transformer.py</c>, or of Hugging Face's code, whose keys and values are two layers.</summary>
internal sealed class ReducedAttention : Module
{
    private readonly int _heads;
    private readonly Linear _query;
    private readonly Linear[] _keyValue;
    private readonly Linear _projection;
    private readonly Conv2d? _reduction;
    private readonly LayerNorm? _norm;

    public ReducedAttention(int channels, int heads, int reduction, bool isHuggingFace)
    {
        _heads = heads;
        _query = Part(isHuggingFace ? "self.query" : "q", new Linear(channels, channels));
        _keyValue = isHuggingFace
            ? [Part("self.key", new Linear(channels, channels)), Part("self.value", new Linear(channels, channels))]
            : [Part("kv", new Linear(channels, 2 * channels))];
        _projection = Part(isHuggingFace ? "output.dense" : "proj", new Linear(channels, channels));
        if (reduction > 1)
        {
            // leaves out rows and columns that do not fill a patch
            _reduction = Part(isHuggingFace ? "self.sr" : "sr", new Conv2d(channels, channels, reduction, reduction));
            _norm = Part(isHuggingFace ? "self.layer_norm" : "norm", new LayerNorm(channels));
        }
    }

    /// <summary>Tokens <c>[N, H·W, C]</c> to tokens.</summary>
    public Tensor Forward(Tensor tokens, Size2d size) => TensorScope.Run(() =>
    {
        (long n, long length, long channels) = (tokens.Shape[0], tokens.Shape[1], tokens.Shape[2]);
        long width = channels / _heads;
        Tensor query = _query.Forward(tokens).Reshape(n, length, _heads, width).Transpose(1, 2); // [N, heads, L, E]
        Tensor reduced = Reduced(tokens, size);
        Tensor[] parts = [.. _keyValue.Select(part => part.Forward(reduced))];
        Tensor both = (parts.Length == 1 ? parts[0] : Tensor.Cat(parts, 2)).Reshape(n, -1, 2, _heads, width).Permute(2, 0, 3, 1, 4); // [2, N, heads, S, E]
        Tensor seen = query.ScaledDotProductAttention(both.Select(0, 0), both.Select(0, 1));
        return _projection.Forward(seen.Transpose(1, 2).Reshape(n, length, channels));
    });

    private Tensor Reduced(Tensor tokens, Size2d size) =>
        _reduction is null ? tokens : _norm!.Forward(_reduction.Forward(tokens.ToMap(size)).ToTokens());
}

/// <summary>A feed-forward network of two layers with a 3×3 convolution of each channel between them, which tells a token where it is. Source: Xie et al.
/// 2021, equation 3 (Mix-FFN).</summary>
internal sealed class MixFfn : Module
{
    private readonly Linear _first;
    private readonly Conv2d _between;
    private readonly Linear _second;

    public MixFfn(int channels, int hidden, string name)
    {
        _first = Part($"{name}1", new Linear(channels, hidden));
        _between = Part("dwconv.dwconv", new Conv2d(hidden, hidden, 3, padding: 1, groups: hidden));
        _second = Part($"{name}2", new Linear(hidden, channels));
    }

    /// <summary>Tokens <c>[N, H·W, C]</c> to tokens.</summary>
    public Tensor Forward(Tensor tokens, Size2d size) => TensorScope.Run(() =>
        _second.Forward(_between.Forward(_first.Forward(tokens).ToMap(size)).ToTokens().Gelu()));
}

/// <summary>The two forms of a feature map: an image, and its cells in row-major order as tokens.
/// Neither way copies where the image lies in channels-last order.</summary>
internal static class TokenGrid
{
    /// <summary><c>[N, C, H, W]</c> to <c>[N, H·W, C]</c>.</summary>
    public static Tensor ToTokens(this Tensor map)
    {
        using Tensor flat = map.Flatten(2);
        return flat.Transpose(1, 2);
    }

    /// <summary><c>[N, H·W, C]</c> to <c>[N, C, H, W]</c>.</summary>
    public static Tensor ToMap(this Tensor tokens, Size2d size)
    {
        using Tensor turned = tokens.Transpose(1, 2);
        return turned.Reshape(tokens.Shape[0], tokens.Shape[2], size.Height, size.Width);
    }
}
