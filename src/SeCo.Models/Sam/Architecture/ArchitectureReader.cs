using SeCo.Models.Sam.TinyVit;

namespace SeCo.Models.Sam;

/// <summary>The architecture that shapes tell.</summary>
internal static class ArchitectureReader
{
    private const int UsualHeads = 8;

    private static readonly SamConfig[] Official = [SamConfig.VitB, SamConfig.VitL, SamConfig.VitH, SamConfig.MobileSam];

    public static SamConfig Read(TensorShapes shapes)
    {
        int channels = shapes.Of("prompt_encoder.no_mask_embed.weight", 2)[1];
        SamConfig config = new()
        {
            Name = "custom",
            Channels = channels,
            MaskChannels = shapes.Of("prompt_encoder.mask_downscaling.3.weight", 4)[0],
            Decoder = ReadDecoder(shapes, channels),
        };
        config = shapes.Contains("image_encoder.patch_embed.seq.0.c.weight")
            ? config with { Vit = null, TinyVit = TinyVitReader.Read(shapes) }
            : VitReader.Read(shapes, config, Official);
        try
        {
            config.Validate();
        }
        catch (ArgumentException e)
        {
            throw new SeCo.Checkpoints.CheckpointException($"{shapes.Path}: the shapes of its tensors tell no possible model. {e.Message}", e);
        }

        string asText = config.ToJson();
        return Official.FirstOrDefault(o => (o with { Name = config.Name }).ToJson() == asText) ?? config;
    }

    /// <summary>How many times more outputs a layer has than inputs, such that inputs times this, rounded down, are the outputs again.</summary>
    public static double Ratio(int outputs, int inputs)
    {
        double ratio = outputs / (double)inputs;
        return (int)(inputs * ratio) == outputs ? ratio : double.BitIncrement(ratio);
    }

    private static MaskDecoderConfig ReadDecoder(TensorShapes shapes, int channels)
    {
        const string Transformer = "mask_decoder.transformer";
        const string Head = "mask_decoder.iou_prediction_head";
        int inner = shapes.Of($"{Transformer}.final_attn_token_to_image.q_proj.weight", 2)[0];
        return new MaskDecoderConfig
        {
            Depth = shapes.Count($"{Transformer}.layers", "self_attn.q_proj.weight"),
            Heads = Enumerable.Range(1, UsualHeads).Last(h => inner % h == 0 && channels % h == 0),
            MlpWidth = shapes.Of($"{Transformer}.layers.0.mlp.lin1.weight", 2)[0],
            AttentionDownsampling = Math.Max(channels / inner, 1),
            MultimaskOutputs = shapes.Of("mask_decoder.mask_tokens.weight", 2)[0] - 1,
            IouHeadDepth = shapes.Count($"{Head}.layers", "weight"),
            IouHeadWidth = shapes.Of($"{Head}.layers.0.weight", 2)[0],
        };
    }
}
