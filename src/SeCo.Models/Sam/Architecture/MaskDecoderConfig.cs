namespace SeCo.Models.Sam;

/// <summary>The shape of SAM's mask decoder. Source: Kirillov et al. 2023; the official <c>MaskDecoder</c> and <c>TwoWayTransformer</c>.</summary>
public sealed record MaskDecoderConfig
{
    /// <summary>Layers of the two-way transformer; <c>depth</c>. Default: 2.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>Its attention heads; <c>num_heads</c>. Default: 8.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Width of its two-layer networks; <c>mlp_dim</c>. Default: 2048.</summary>
    public int MlpWidth { get; init; } = 2048;

    /// <summary>Attention between prompts and image works on this fraction of the channels; <c>attention_downsample_rate</c>. Default: 2.</summary>
    public int AttentionDownsampling { get; init; } = 2;

    /// <summary>Masks for an ambiguous prompt, beside the single one; <c>num_multimask_outputs</c>. Default: 3.</summary>
    public int MultimaskOutputs { get; init; } = 3;

    /// <summary>Layers of the network that predicts IoU; <c>iou_head_depth</c>. Default: 3.</summary>
    public int IouHeadDepth { get; init; } = 3;

    /// <summary>Its hidden width; <c>iou_head_hidden_dim</c>. Default: 256.</summary>
    public int IouHeadWidth { get; init; } = 256;

    /// <summary>Lists what is out of range; nothing where all is well.</summary>
    internal IEnumerable<string> Faults(int channels)
    {
        if (Depth is < 1 or > 64)
        {
            yield return $"the decoder's depth {Depth} must be 1 to 64";
        }

        if (AttentionDownsampling < 1 || Heads < 1 || channels % AttentionDownsampling != 0 || channels / AttentionDownsampling % Heads != 0)
        {
            yield return $"the {channels} channels divided by the attention downsampling {AttentionDownsampling} must be a multiple of the decoder's {Heads} "
                + "heads";
        }

        if (MlpWidth is < 1 or > 65536 || IouHeadWidth is < 1 or > 65536)
        {
            yield return $"the decoder's widths {MlpWidth} and {IouHeadWidth} must be 1 to 65536";
        }

        if (MultimaskOutputs is < 1 or > 64 || IouHeadDepth is < 1 or > 64)
        {
            yield return $"the multimask outputs {MultimaskOutputs} and the depth of the IoU head {IouHeadDepth} must be 1 to 64";
        }
    }
}
