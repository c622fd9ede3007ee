using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

/// <summary>A block of the later stages: attention in windows, a depthwise convolution that carries over their borders, and a perceptron.</summary>
internal sealed class TransformerBlock : Layer
{
    private readonly WindowAttention _attention;
    private readonly NormedMlp _mlp;
    private readonly NormedConvolution _local;

    public TransformerBlock(TinyVitConfig config, TinyVitStage stage)
    {
        _attention = Part("attn", new WindowAttention(stage));
        _mlp = Part("mlp", new NormedMlp(stage.Channels, config.MlpChannels(stage)));
        _local = Part("local_conv", NormedConvolution.Depthwise(stage.Channels, config.LocalKernel));
    }

    /// <summary>Channels-last maps <c>[N, C, H, W]</c> to the same.</summary>
    public override Tensor Forward(Tensor input)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor map = input.Permute(0, 2, 3, 1);
        Tensor mixed = TensorScope.Run(() => _local.Forward(_attention.Forward(map).Permute(0, 3, 1, 2)).Permute(0, 2, 3, 1));
        return scope.Keep(_mlp.Forward(mixed).Permute(0, 3, 1, 2));
    }
}
