using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.SegFormer;

/// <summary>A block of a Mix Transformer: attention and feed-forward network, each normalised before and added after.</summary>
internal sealed class MixTransformerBlock : Module
{
    private readonly LayerNorm _norm1;
    private readonly ReducedAttention _attention;
    private readonly LayerNorm _norm2;
    private readonly MixFfn _ffn;
    private readonly DropPath _dropPath;

    /// <summary>Creates the block.</summary>
    public MixTransformerBlock(int channels, int heads, int reduction, int hidden, DropPath dropPath)
    {
        _norm1 = Part("norm1", new LayerNorm(channels, MixTransformer.Epsilon));
        _attention = Part("attn", new ReducedAttention(channels, heads, reduction));
        _dropPath = Part("drop_path", dropPath);
        _norm2 = Part("norm2", new LayerNorm(channels, MixTransformer.Epsilon));
        _ffn = Part("mlp", new MixFfn(channels, hidden));
    }

    /// <summary>Tokens <c>[N, H·W, C]</c> to tokens.</summary>
    public Tensor Forward(Tensor tokens, Extent size) => TensorScope.Run(() =>
    {
        Tensor attended = tokens + _dropPath.Forward(_attention.Forward(_norm1.Forward(tokens), size));
        return attended + _dropPath.Forward(_ffn.Forward(_norm2.Forward(attended), size));
    });
}
