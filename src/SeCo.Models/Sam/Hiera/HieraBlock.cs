namespace SeCo.Models.Sam.Hiera;

/// <summary>One block of <see cref="HieraImageEncoder"/>: attention in windows or of the whole image, then a two-layer network, each beside a
/// shortcut.</summary>
/// <remarks>The first block of a stage keeps the greatest of each 2 x 2 of its queries, so that it gives half as many rows and columns.</remarks>
internal sealed class HieraBlock : Module
{
    private const double Epsilon = 1e-6; // the official trunk sets it; PyTorch's default is 1e-5

    private readonly HieraBlockShape _shape;
    private readonly LayerNorm _norm1;
    private readonly Linear _qkv;
    private readonly Linear _projection;
    private readonly LayerNorm _norm2;
    private readonly Mlp _mlp;
    private readonly Linear? _shortcut;

    internal HieraBlock(HieraBlockShape shape, double mlpRatio)
    {
        _shape = shape;
        _norm1 = Part("norm1", new LayerNorm(shape.Inputs, Epsilon));
        _qkv = Part("attn.qkv", new Linear(shape.Inputs, 3 * shape.Outputs));
        _projection = Part("attn.proj", new Linear(shape.Outputs, shape.Outputs));
        _norm2 = Part("norm2", new LayerNorm(shape.Outputs, Epsilon));
        _mlp = Part("mlp", new Mlp(shape.Outputs, (int)(shape.Outputs * mlpRatio), shape.Outputs, gelu: true, "layers.0", "layers.1"));
        _shortcut = shape.Shrinks ? Part("proj", new Linear(shape.Inputs, shape.Outputs)) : null;
    }

    /// <summary>Tokens <c>[N, H, W, inputs]</c> to tokens <c>[N, H, W, outputs]</c>, or half as high and wide.</summary>
    internal Tensor Forward(Tensor tokens) => TensorScope.Run(() =>
    {
        Tensor normed = _norm1.Forward(tokens);
        Tensor shortcut = _shortcut is null ? tokens : Shrunk(_shortcut.Forward(normed));
        Tensor attended = Attend(normed).FusedLinear(_projection.Weight, _projection.Bias, shortcut);
        return _mlp.Forward(_norm2.Forward(attended), attended);
    });

    /// <summary>The greatest of each 2 x 2 cells of a map <c>[N, H, W, C]</c>.</summary>
    private static Tensor Shrunk(Tensor map) => map.Permute(0, 3, 1, 2).MaxPool2d(2, 2).Permute(0, 2, 3, 1).Contiguous();

    private Tensor Attend(Tensor tokens)
    {
        (long images, long height, long width) = (tokens.Shape[0], tokens.Shape[1], tokens.Shape[2]);
        Tensor qkv = tokens.FusedLinear(_qkv.Weight, _qkv.Bias); // [N, H, W, 3C]
        if (_shape.Window > 0)
        {
            qkv = AttentionWindows.Cut(qkv, _shape.Window, _qkv.Bias); // [windows, w, w, 3C]
        }

        Tensor query = qkv.Narrow(3, 0, _shape.Outputs);
        Tensor answers = Heads(_shape.Shrinks ? Shrunk(query) : query)
            .ScaledDotProductAttention(Heads(qkv.Narrow(3, _shape.Outputs, _shape.Outputs)), Heads(qkv.Narrow(3, 2 * _shape.Outputs, _shape.Outputs)))
            .Permute(0, 2, 1, 3).Flatten(2); // [windows, w · w, C]
        int factor = _shape.Shrinks ? 2 : 1;
        return _shape.Window > 0
            ? AttentionWindows.Join(answers, _shape.Window / factor, images, height / factor, width / factor)
            : answers.Reshape(images, height / factor, width / factor, _shape.Outputs);
    }

    /// <summary>Cuts cells <c>[B, H, W, C]</c> into heads: <c>[B, heads, H · W, d]</c>.</summary>
    private Tensor Heads(Tensor cells) => cells.Reshape(cells.Shape[0], cells.Shape[1] * cells.Shape[2], _shape.Heads, -1).Permute(0, 2, 1, 3);
}
