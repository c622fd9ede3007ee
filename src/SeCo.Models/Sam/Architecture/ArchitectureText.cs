using System.Buffers;
using System.Text;
using System.Text.Json;
using SeCo.Models.Sam.TinyVit;

namespace SeCo.Models.Sam;

/// <summary>Writes an architecture in the flat form.</summary>
internal static class ArchitectureText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    public static string Write(SamConfig config)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("name", config.Name);
            json.WriteString("image_encoder", config.TinyVit is null ? ArchitectureFile.Vit : ArchitectureFile.TinyVit);
            json.WriteNumber("img_size", config.ImageSize);
            json.WriteNumber("patch_size", config.PatchSize);
            json.WriteNumber("out_chans", config.Channels);
            json.WriteNumber("mask_in_chans", config.MaskChannels);
            WriteEncoder(json, config.Vit);
            WriteEncoder(json, config.TinyVit);
            WriteDecoder(json, config.Decoder);
            WriteList(json, "pixel_mean", [config.Normalization.Mean.Red, config.Normalization.Mean.Green, config.Normalization.Mean.Blue]);
            WriteList(json, "pixel_std", [config.Normalization.Deviation.Red, config.Normalization.Deviation.Green, config.Normalization.Deviation.Blue]);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteEncoder(Utf8JsonWriter json, VitConfig? vit)
    {
        if (vit is null)
        {
            return;
        }

        json.WriteNumber("embed_dim", vit.Width);
        json.WriteNumber("depth", vit.Depth);
        json.WriteNumber("num_heads", vit.Heads);
        json.WriteNumber("mlp_ratio", vit.MlpRatio);
        json.WriteBoolean("qkv_bias", vit.QkvBias);
        json.WriteBoolean("use_abs_pos", vit.UsesAbsolutePositions);
        json.WriteBoolean("use_rel_pos", vit.UsesRelativePositions);
        json.WriteNumber("window_size", vit.WindowSize);
        WriteList(json, "global_attn_indexes", vit.GlobalBlocks.Select(b => (double)b));
    }

    private static void WriteEncoder(Utf8JsonWriter json, TinyVitConfig? tiny)
    {
        if (tiny is null)
        {
            return;
        }

        WriteList(json, "embed_dims", tiny.Stages.Select(s => (double)s.Channels));
        WriteList(json, "depths", tiny.Stages.Select(s => (double)s.Depth));
        WriteList(json, "num_heads", tiny.Stages.Select(s => (double)s.Heads));
        WriteList(json, "window_sizes", tiny.Stages.Select(s => (double)s.WindowSize));
        json.WriteNumber("mlp_ratio", tiny.MlpRatio);
        json.WriteNumber("mbconv_expand_ratio", tiny.ConvolutionRatio);
        json.WriteNumber("local_conv_size", tiny.LocalKernel);
        json.WriteNumber("num_classes", tiny.Classes);
    }

    private static void WriteDecoder(Utf8JsonWriter json, MaskDecoderConfig decoder)
    {
        json.WriteNumber("decoder_depth", decoder.Depth);
        json.WriteNumber("decoder_num_heads", decoder.Heads);
        json.WriteNumber("decoder_mlp_dim", decoder.MlpWidth);
        json.WriteNumber("attention_downsample_rate", decoder.AttentionDownsampling);
        json.WriteNumber("num_multimask_outputs", decoder.MultimaskOutputs);
        json.WriteNumber("iou_head_depth", decoder.IouHeadDepth);
        json.WriteNumber("iou_head_hidden_dim", decoder.IouHeadWidth);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
