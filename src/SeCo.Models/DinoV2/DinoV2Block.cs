using SeCo.Models.Sam;

namespace SeCo.Models.DinoV2;

/// <summary>A block of <see cref="DinoV2Encoder"/>: attention, then a two-layer network, each scaled by channel and added to what it saw.</summary>
internal sealed class DinoV2Block : Module
{
    private readonly LayerNorm _norm1, _norm2;
    private readonly VitAttention _attention;
    private readonly LayerScale _scale1, _scale2;
    private readonly Mlp _mlp;

    internal DinoV2Block(DinoV2Config config)
    {
        VitConfig attention = new() { Width = config.Width, Heads = config.Heads, UsesRelativePositions = false };
        _norm1 = Part("norm1", new LayerNorm(config.Width, DinoV2Encoder.Epsilon));
        _attention = Part("attn", new VitAttention(attention, grid: 0, window: 0));
        _scale1 = Part("ls1", new LayerScale(config.Width));
        _norm2 = Part("norm2", new LayerNorm(config.Width, DinoV2Encoder.Epsilon));
        _mlp = Part("mlp", new Mlp(config.Width, 4 * config.Width, config.Width, gelu: true, "fc1", "fc2"));
        _scale2 = Part("ls2", new LayerScale(config.Width));
    }

    /// <summary>Tokens <c>[N, 1, L, C]</c> to tokens.</summary>
    internal Tensor Forward(Tensor tokens) => TensorScope.Run(() =>
    {
        Tensor attended = tokens + _scale1.Forward(_attention.Forward(_norm1.Forward(tokens), shortcut: null, SamModel.DefaultWorkingMemory));
        return attended + _scale2.Forward(_mlp.Forward(_norm2.Forward(attended)));
    });

    /// <summary>Multiplies each channel by a number that was learnt.</summary>
    private sealed class LayerScale : Layer
    {
        private readonly Tensor _gamma;

        public LayerScale(int channels) => _gamma = Parameter("gamma", Tensor.Ones([channels]));

        protected override Tensor Compute(Tensor input) => input * _gamma;
    }
}
