using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Models.Sam.TinyVit;

namespace SeCo.Models.Sam;

/// <summary>Reads an architecture from JSON, in the flat form or by the official classes.</summary>
internal static class ArchitectureFile
{
    public const string Vit = "vit";
    public const string TinyVit = "tiny_vit";

    private const int GreatestFile = 1 << 20;
    private const string Classes = "constructor_arguments";
    private const string VitClass = "ImageEncoderViT";
    private const string TinyVitClass = "TinyViT";

    private static readonly string[] ClassNames = [VitClass, TinyVitClass, "PromptEncoder", "TwoWayTransformer", "MaskDecoder", "Sam"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    public static SamConfig Read(string path)
    {
        List<string> faults = [];
        SamConfig config;
        try
        {
            byte[] bytes = new FileInfo(path).Length <= GreatestFile
                ? File.ReadAllBytes(path)
                : throw new CheckpointException(
                    $"{path}: the file is larger than {GreatestFile} bytes, as no architecture is. Is it a checkpoint? Then leave the architecture out.");
            using JsonDocument json = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), Strict);
            config = json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement, System.IO.Path.GetFileNameWithoutExtension(path), faults)
                : throw new CheckpointException($"{path}: this is no architecture: expected one JSON object.");
            if (faults.Count == 0)
            {
                config.Validate();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Text that is no JSON, or a name in it that is not Unicode.
            throw new CheckpointException($"{path}: this is no architecture, but malformed JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is ArgumentException or UnauthorizedAccessException or (IOException and not CheckpointException))
        {
            throw new CheckpointException($"{path}: {e.Message}", e);
        }

        return faults.Count == 0
            ? config
            : throw new CheckpointException($"{path}: this is no architecture of Segment Anything: {string.Join("; ", faults)}.");
    }

    private static SamConfig Read(JsonElement root, string name, List<string> faults)
    {
        if (root.TryGetProperty(Classes, out JsonElement classes))
        {
            return ReadClasses(classes, name, faults);
        }

        return ClassNames.Any(c => root.TryGetProperty(c, out _))
            ? ReadClasses(root, name, faults)
            : ReadFlat(new ArchitectureFields(root, "", faults), root, name, faults);
    }

    private static SamConfig ReadFlat(ArchitectureFields fields, JsonElement root, string name, List<string> faults)
    {
        string kind = fields.Text("image_encoder", root.TryGetProperty("embed_dims", out _) ? TinyVit : Vit);
        if (kind is not (Vit or TinyVit))
        {
            faults.Add($"'image_encoder' is '{kind}', expected {Vit} or {TinyVit}");
        }

        SamConfig config = kind == TinyVit ? SamConfig.MobileSam : SamConfig.VitB;
        config = ReadEncoder(fields, config with { Name = fields.Text("name", name), PatchSize = fields.Int("patch_size", config.PatchSize) }) with
        {
            Channels = fields.Int("out_chans", config.Channels),
            MaskChannels = fields.Int("mask_in_chans", config.MaskChannels),
            Decoder = ReadDecoder(fields, ReadTransformer(fields, config.Decoder, "decoder_")),
            Normalization = ReadNormalization(fields, config.Normalization),
        };
        fields.Finish();
        return config;
    }

    private static SamConfig ReadClasses(JsonElement classes, string name, List<string> faults)
    {
        if (classes.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"'{Classes}' must be an object with one of {string.Join(", ", ClassNames)} in each field");
            return SamConfig.VitB;
        }

        Dictionary<string, ArchitectureFields> found = new(StringComparer.Ordinal);
        foreach (JsonProperty part in classes.EnumerateObject())
        {
            if (!ClassNames.Contains(part.Name, StringComparer.Ordinal) || part.Value.ValueKind != JsonValueKind.Object)
            {
                faults.Add($"'{part.Name}' is no object with the arguments of one of {string.Join(", ", ClassNames)}");
            }
            else
            {
                found.Add(part.Name, new ArchitectureFields(part.Value, $"{part.Name}.", faults));
            }
        }

        using JsonDocument nothing = JsonDocument.Parse("{}");
        ArchitectureFields Fields(string part) =>
            found.TryGetValue(part, out ArchitectureFields? fields) ? fields : new ArchitectureFields(nothing.RootElement, "", faults);
        if (found.ContainsKey(VitClass) == found.ContainsKey(TinyVitClass))
        {
            faults.Add($"there must be either {VitClass} or {TinyVitClass}");
            return SamConfig.VitB;
        }

        SamConfig config = ReadEncoderClass(found, name);
        ArchitectureFields prompts = Fields("PromptEncoder");
        config = config with { Channels = prompts.Int("embed_dim", config.Channels), MaskChannels = prompts.Int("mask_in_chans", config.MaskChannels) };
        if (found.TryGetValue(VitClass, out ArchitectureFields? encoder))
        {
            encoder.Expect("out_chans", config.Channels);
        }

        int grid = config.ImageSize / Math.Max(config.PatchSize, 1);
        prompts.Expect("image_embedding_size", grid, grid);
        prompts.Expect("input_image_size", config.ImageSize, config.ImageSize);
        Fields("TwoWayTransformer").Expect("embedding_dim", config.Channels);
        Fields("MaskDecoder").Expect("transformer_dim", config.Channels);
        config = config with
        {
            Decoder = ReadDecoder(Fields("MaskDecoder"), ReadTransformer(Fields("TwoWayTransformer"), config.Decoder, "")),
            Normalization = ReadNormalization(Fields("Sam"), config.Normalization),
        };
        foreach (ArchitectureFields fields in found.Values)
        {
            fields.Finish();
        }

        return config;
    }

    private static SamConfig ReadEncoderClass(Dictionary<string, ArchitectureFields> found, string name)
    {
        if (found.TryGetValue(TinyVitClass, out ArchitectureFields? tiny))
        {
            tiny.Expect("in_chans", 3);
            tiny.Ignore("drop_rate", "drop_path_rate", "use_checkpoint", "layer_lr_decay");
            return ReadEncoder(tiny, SamConfig.MobileSam with { Name = name });
        }

        ArchitectureFields vit = found[VitClass];
        vit.Expect("in_chans", 3);
        vit.Ignore("rel_pos_zero_init");
        return ReadEncoder(vit, SamConfig.VitB with
        {
            Name = name,
            PatchSize = vit.Int("patch_size", SamConfig.VitB.PatchSize),
            Channels = vit.Int("out_chans", SamConfig.VitB.Channels),
        });
    }

    private static SamConfig ReadEncoder(ArchitectureFields fields, SamConfig config) => config with
    {
        ImageSize = fields.Int("img_size", config.ImageSize),
        Vit = config.Vit is { } vit ? ReadVit(fields, vit) : null,
        TinyVit = config.TinyVit is { } tiny ? ReadTinyVit(fields, tiny) : null,
    };

    private static VitConfig ReadVit(ArchitectureFields fields, VitConfig vit) => vit with
    {
        Width = fields.Int("embed_dim", vit.Width),
        Depth = fields.Int("depth", vit.Depth),
        Heads = fields.Int("num_heads", vit.Heads),
        MlpRatio = fields.Number("mlp_ratio", vit.MlpRatio),
        QkvBias = fields.Bool("qkv_bias", vit.QkvBias),
        UsesAbsolutePositions = fields.Bool("use_abs_pos", vit.UsesAbsolutePositions),
        UsesRelativePositions = fields.Bool("use_rel_pos", vit.UsesRelativePositions),
        WindowSize = fields.Int("window_size", vit.WindowSize),
        GlobalBlocks = fields.Ints("global_attn_indexes", vit.GlobalBlocks),
    };

    private static TinyVitConfig ReadTinyVit(ArchitectureFields fields, TinyVitConfig tiny)
    {
        IReadOnlyList<int> List(string name, Func<TinyVitStage, int> usual) => fields.Ints(name, [.. tiny.Stages.Select(usual)], TinyVitConfig.StageCount);
        (IReadOnlyList<int> channels, IReadOnlyList<int> depths) = (List("embed_dims", s => s.Channels), List("depths", s => s.Depth));
        (IReadOnlyList<int> heads, IReadOnlyList<int> windows) = (List("num_heads", s => s.Heads), List("window_sizes", s => s.WindowSize));
        return tiny with
        {
            Stages = [.. Enumerable.Range(0, TinyVitConfig.StageCount).Select(i => new TinyVitStage(channels[i], depths[i], heads[i], windows[i]))],
            MlpRatio = fields.Number("mlp_ratio", tiny.MlpRatio),
            ConvolutionRatio = fields.Number("mbconv_expand_ratio", tiny.ConvolutionRatio),
            LocalKernel = fields.Int("local_conv_size", tiny.LocalKernel),
            Classes = fields.Int("num_classes", tiny.Classes),
        };
    }

    private static MaskDecoderConfig ReadTransformer(ArchitectureFields fields, MaskDecoderConfig decoder, string prefix) => decoder with
    {
        Depth = fields.Int($"{prefix}depth", decoder.Depth),
        Heads = fields.Int($"{prefix}num_heads", decoder.Heads),
        MlpWidth = fields.Int($"{prefix}mlp_dim", decoder.MlpWidth),
        AttentionDownsampling = fields.Int("attention_downsample_rate", decoder.AttentionDownsampling),
    };

    private static MaskDecoderConfig ReadDecoder(ArchitectureFields fields, MaskDecoderConfig decoder) => decoder with
    {
        MultimaskOutputs = fields.Int("num_multimask_outputs", decoder.MultimaskOutputs),
        IouHeadDepth = fields.Int("iou_head_depth", decoder.IouHeadDepth),
        IouHeadWidth = fields.Int("iou_head_hidden_dim", decoder.IouHeadWidth),
    };

    private static ImageNormalization ReadNormalization(ArchitectureFields fields, ImageNormalization usual)
    {
        IReadOnlyList<double> mean = fields.Numbers("pixel_mean", [usual.Mean.Red, usual.Mean.Green, usual.Mean.Blue], 3);
        IReadOnlyList<double> deviation = fields.Numbers("pixel_std", [usual.Deviation.Red, usual.Deviation.Green, usual.Deviation.Blue], 3);
        return usual with { Mean = new ChannelValues(mean[0], mean[1], mean[2]), Deviation = new ChannelValues(deviation[0], deviation[1], deviation[2]) };
    }
}
