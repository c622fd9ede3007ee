namespace SeCo.Models.Sam;

/// <summary>The shape of SAM's mask decoder. Files have the official argument names, some with <c>decoder_</c> before them.
/// Source: Kirillov et al. 2023; the official <c>MaskDecoder</c> and <c>TwoWayTransformer</c>.</summary>
public sealed record MaskDecoderConfig
{
    /// <summary>Layers of the two-way transformer. Default: 2.</summary>
    [JsonPropertyName("decoder_depth")]
    public int Depth { get; init; } = 2;

    /// <summary>Its attention heads. Default: 8.</summary>
    [JsonPropertyName("decoder_num_heads")]
    public int Heads { get; init; } = 8;

    /// <summary>Width of its two-layer networks. Default: 2048.</summary>
    [JsonPropertyName("decoder_mlp_dim")]
    public int MlpWidth { get; init; } = 2048;

    /// <summary>Attention between prompts and image works on this fraction of the channels. Default: 2.</summary>
    [JsonPropertyName("attention_downsample_rate")]
    public int AttentionDownsampling { get; init; } = 2;

    /// <summary>Masks for an ambiguous prompt, beside the single one. Default: 3.</summary>
    [JsonPropertyName("num_multimask_outputs")]
    public int MultimaskOutputs { get; init; } = 3;

    /// <summary>Layers of the network that predicts IoU. Default: 3.</summary>
    [JsonPropertyName("iou_head_depth")]
    public int IouHeadDepth { get; init; } = 3;

    /// <summary>Its hidden width. Default: 256.</summary>
    [JsonPropertyName("iou_head_hidden_dim")]
    public int IouHeadWidth { get; init; } = 256;

    /// <summary>HQ-SAM's decoder, which adds a mask with fine borders. Default: false.</summary>
    [JsonPropertyName("decoder_hq")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HighQuality { get; init; }

    /// <inheritdoc cref="VitConfig.Checks"/>
    internal (bool Good, string Fault)[] Checks(int channels) =>
    [
        (Depth is >= 1 and <= 64, $"the decoder's depth {Depth} must be 1 to 64"),
        (AttentionDownsampling >= 1 && Heads >= 1 && channels % AttentionDownsampling == 0 && channels / AttentionDownsampling % Heads == 0,
            $"the {channels} channels divided by the attention downsampling {AttentionDownsampling} must be a multiple of the decoder's {Heads} heads"),
        (MlpWidth is >= 1 and <= 65536 && IouHeadWidth is >= 1 and <= 65536, $"the decoder's widths {MlpWidth} and {IouHeadWidth} must be 1 to 65536"),
        (MultimaskOutputs is >= 1 and <= 64 && IouHeadDepth is >= 1 and <= 64,
            $"the multimask outputs {MultimaskOutputs} and the depth of the IoU head {IouHeadDepth} must be 1 to 64"),
    ];
}
