using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam;

/// <summary>One block of <see cref="VitImageEncoder"/>: attention, then a two-layer network, each beside a shortcut.</summary>
internal sealed class VitBlock : Module
{
    private const double Epsilon = 1e-6; // set by the official build functions; PyTorch's default is 1e-5

    private readonly LayerNorm _norm1;
    private readonly VitAttention _attention;
    private readonly LayerNorm _norm2;
    private readonly Mlp _mlp;

    internal VitBlock(VitConfig config, int grid, int window)
    {
        _norm1 = Part("norm1", new LayerNorm(config.Width, Epsilon));
        _attention = Part("attn", new VitAttention(config, grid, window));
        _norm2 = Part("norm2", new LayerNorm(config.Width, Epsilon));
        _mlp = Part("mlp", new Mlp(config.Width, config.MlpWidth, config.Width, gelu: true, "lin1", "lin2"));
    }

    /// <param name="tokens"><c>[N, H, W, C]</c>.</param>
    /// <param name="workingMemory">Bytes that temporary tensors may take.</param>
    /// <returns>The same shape.</returns>
    internal Tensor Forward(Tensor tokens, long workingMemory)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor attended = _attention.Forward(_norm1.Forward(tokens), tokens, workingMemory);
        return scope.Keep(_mlp.Forward(_norm2.Forward(attended), attended));
    }
}
