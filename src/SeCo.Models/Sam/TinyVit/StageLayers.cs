using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Models.Sam.TinyVit;

/// <summary>One stage: its blocks, and what leads on to the next stage.</summary>
internal sealed class StageLayers : Layer
{
    private readonly Sequential _blocks;
    private readonly PatchMerging? _merging;

    public StageLayers(TinyVitConfig config, int index)
    {
        TinyVitStage stage = config.Stages[index];
        _blocks = Part("blocks", new Sequential(Enumerable.Range(0, stage.Depth).Select(_ => Block(config, index))));
        if (index + 1 < config.Stages.Count)
        {
            // The last two stages are of one size, so that the embedding is 1/16 of the image.
            int stride = index + 2 < config.Stages.Count ? 2 : 1;
            _merging = Part("downsample", new PatchMerging(stage.Channels, config.Stages[index + 1].Channels, stride));
        }
    }

    /// <summary>Channels-last maps <c>[N, C, H, W]</c> to those of the next stage.</summary>
    public override Tensor Forward(Tensor input)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor map = _blocks.Forward(input);
        return scope.Keep(_merging?.Forward(map) ?? map);
    }

    private static Layer Block(TinyVitConfig config, int index) =>
        index == 0 ? new ConvolutionBlock(config.Stages[0].Channels, config.ConvolutionRatio) : new TransformerBlock(config, config.Stages[index]);
}
