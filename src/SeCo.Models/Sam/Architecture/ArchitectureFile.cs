using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Json;

namespace SeCo.Models.Sam;

/// <summary>Architectures as JSON: the flat form, which is written too, and the form by official classes, whose arguments get flat names first.</summary>
internal static class ArchitectureFile
{
    public const string Vit = "vit";
    public const string TinyVit = "tiny_vit";
    public const string Hiera = "hiera";

    private const int GreatestFile = 1 << 20;
    private const string Classes = "constructor_arguments";
    private const string VitClass = "ImageEncoderViT";
    private const string TinyVitClass = "TinyViT";
    private const string HieraClass = "Hiera";
    private const string FineDecoderClass = "MaskDecoderHQ";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The arguments of each class, with their names in the flat form: none for what matters in training only or follows from others.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> ClassArguments = new(StringComparer.Ordinal)
    {
        [VitClass] = Arguments(
            "img_size patch_size out_chans embed_dim depth num_heads mlp_ratio qkv_bias use_abs_pos use_rel_pos window_size global_attn_indexes "
            + "in_chans= rel_pos_zero_init="),
        [TinyVitClass] = Arguments(
            "img_size embed_dims depths num_heads window_sizes mlp_ratio mbconv_expand_ratio local_conv_size num_classes "
            + "in_chans= drop_rate= drop_path_rate= use_checkpoint= layer_lr_decay="),
        [HieraClass] = Arguments(
            "embed_dim num_heads stages global_att_blocks window_spec window_pos_embed_bkg_spatial_size mlp_ratio q_pool= q_stride= dim_mul= head_mul="),
        ["PromptEncoder"] = Arguments("embed_dim=out_chans mask_in_chans image_embedding_size= input_image_size="),
        ["TwoWayTransformer"] = Arguments(
            "depth=decoder_depth num_heads=decoder_num_heads mlp_dim=decoder_mlp_dim attention_downsample_rate embedding_dim="),
        ["MaskDecoder"] = Arguments(
            "num_multimask_outputs iou_head_depth iou_head_hidden_dim transformer_dim= use_high_res_features= iou_prediction_use_sigmoid= pred_obj_scores= "
            + "pred_obj_scores_mlp= use_multimask_token_for_obj_ptr= dynamic_multimask_via_stability= dynamic_multimask_stability_delta= "
            + "dynamic_multimask_stability_thresh="),
        [FineDecoderClass] = Arguments("num_multimask_outputs iou_head_depth iou_head_hidden_dim transformer_dim= vit_dim="),
        ["Sam"] = Arguments("pixel_mean pixel_std"),
    };

    private static readonly string ClassNames = string.Join(", ", ClassArguments.Keys);

    public static string Write(SamConfig config)
    {
        ArchitectureJson json = ArchitectureJson.Default;
        JsonNode?[] parts =
        [
            JsonSerializer.SerializeToNode(ModelJson.Of(config), json.ModelJson),
            config.Vit is { } vit ? JsonSerializer.SerializeToNode(vit, json.VitConfig) : null,
            config.TinyVit is { } tiny ? JsonSerializer.SerializeToNode(TinyVitJson.Of(tiny), json.TinyVitJson) : null,
            config.Hiera is { } hiera ? JsonSerializer.SerializeToNode(hiera, json.HieraConfig) : null,
            JsonSerializer.SerializeToNode(config.Decoder, json.MaskDecoderConfig),
            JsonSerializer.SerializeToNode(PixelJson.Of(config.Normalization), json.PixelJson),
        ];
        JsonObject all = [.. parts.OfType<JsonObject>().SelectMany(part => part).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))];
        return all.ToJsonString(Indented) + "\n";
    }

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
                ? Read(json.RootElement, Path.GetFileNameWithoutExtension(path), faults)
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

    private static Dictionary<string, string> Arguments(string names) =>
        names.Split(' ').Select(n => n.Split('=')).ToDictionary(n => n[0], n => n[^1], StringComparer.Ordinal);

    private static SamConfig Read(JsonElement root, string name, List<string> faults)
    {
        if (root.TryGetProperty(Classes, out JsonElement classes) && !root.TryGetProperty(HieraClass, out _))
        {
            return ReadClasses(classes, name, faults);
        }

        if (ClassArguments.Keys.Any(c => root.TryGetProperty(c, out _)))
        {
            return ReadClasses(root, name, faults);
        }

        ArchitectureFields fields = new(faults);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            fields.Add(property.Name, property.Name, property.Value);
        }

        string kind = root.TryGetProperty("image_encoder", out JsonElement given)
            ? given.ValueKind == JsonValueKind.String ? given.GetString()! : Vit
            : root.TryGetProperty("embed_dims", out _) ? TinyVit : root.TryGetProperty("window_spec", out _) ? Hiera : Vit;
        SamConfig config = ReadFlat(fields, kind, name);
        fields.RefuseUnknown();
        return config;
    }

    private static SamConfig ReadFlat(ArchitectureFields fields, string kind, string name)
    {
        SamConfig usual = SamConfig.Published.First(c => kind switch { TinyVit => c.TinyVit, Hiera => c.Hiera, _ => (object?)c.Vit } is not null)
            with { Name = name };
        ArchitectureJson json = ArchitectureJson.Default;
        ModelJson model = fields.Read(ModelJson.Of(usual), json.ModelJson);
        if (model.ImageEncoder is not (Vit or TinyVit or Hiera))
        {
            fields.Faults.Add($"'image_encoder' is '{model.ImageEncoder}', expected {Vit}, {TinyVit} or {Hiera}");
        }

        return new SamConfig
        {
            Name = model.Name,
            ImageSize = model.ImgSize,
            PatchSize = model.PatchSize,
            Channels = model.OutChans,
            MaskChannels = model.MaskInChans,
            Vit = usual.Vit is { } vit ? fields.Read(vit, json.VitConfig) : null,
            TinyVit = usual.TinyVit is { } tiny ? fields.Read(TinyVitJson.Of(tiny), json.TinyVitJson).ToConfig() : null,
            Hiera = usual.Hiera is { } hiera ? fields.Read(hiera, json.HieraConfig) : null,
            Decoder = fields.Read(usual.Decoder, json.MaskDecoderConfig),
            Normalization = fields.Read(PixelJson.Of(usual.Normalization), json.PixelJson).ToConfig(),
        };
    }

    private static SamConfig ReadClasses(JsonElement classes, string name, List<string> faults)
    {
        if (classes.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"'{Classes}' must be an object with one of {ClassNames} in each field");
            return SamConfig.VitB;
        }

        ArchitectureFields fields = new(faults);
        bool hasMore = classes.TryGetProperty(Classes, out _); // SAM 2's own arguments, in which the classes do not stand apart
        foreach (JsonProperty part in classes.EnumerateObject())
        {
            if (hasMore && !ClassArguments.ContainsKey(part.Name))
            {
                continue;
            }

            if (!ClassArguments.TryGetValue(part.Name, out Dictionary<string, string>? arguments) || part.Value.ValueKind != JsonValueKind.Object)
            {
                faults.Add($"'{part.Name}' is no object with the arguments of one of {ClassNames}");
                continue;
            }

            foreach (JsonProperty argument in part.Value.EnumerateObject())
            {
                string place = $"{part.Name}.{argument.Name}";
                if (!arguments.TryGetValue(argument.Name, out string? flat))
                {
                    fields.RefuseUnknown(argument.Name, place, arguments.Keys);
                }
                else if (flat.Length > 0)
                {
                    fields.Add(flat, place, argument.Value);
                }
            }
        }

        (string Class, string Kind)[] encoders = [(VitClass, Vit), (TinyVitClass, TinyVit), (HieraClass, Hiera)];
        encoders = [.. encoders.Where(e => classes.TryGetProperty(e.Class, out _))];
        if (encoders.Length != 1)
        {
            faults.Add($"there must be either {VitClass} or {TinyVitClass} or {HieraClass}");
            return SamConfig.VitB;
        }

        if (encoders[0].Kind == Hiera && classes.TryGetProperty("PromptEncoder", out JsonElement prompts) && prompts.ValueKind == JsonValueKind.Object
            && prompts.TryGetProperty("input_image_size", out JsonElement size) && size.ValueKind == JsonValueKind.Array && size.GetArrayLength() == 2)
        {
            fields.Add("img_size", "PromptEncoder.input_image_size", size[0]); // the encoder itself takes any
        }

        SamConfig config = ReadFlat(fields, encoders[0].Kind, name);
        if (classes.TryGetProperty(FineDecoderClass, out _))
        {
            config = config with { Decoder = config.Decoder with { HighQuality = true } };
            Expect(FineDecoderClass, "vit_dim", config.InnerChannels);
            Expect(FineDecoderClass, "transformer_dim", config.Channels);
        }

        int grid = config.ImageSize / Math.Max(config.PatchSize, 1);
        Expect(VitClass, "in_chans", 3);
        Expect(TinyVitClass, "in_chans", 3);
        Expect(VitClass, "out_chans", config.Channels);
        Expect("PromptEncoder", "image_embedding_size", grid, grid);
        Expect("PromptEncoder", "input_image_size", config.ImageSize, config.ImageSize);
        Expect(HieraClass, "q_pool", HieraConfig.StageCount - 1);
        Expect(HieraClass, "q_stride", 2, 2);
        Expect(HieraClass, "dim_mul", 2);
        Expect(HieraClass, "head_mul", 2);
        Expect("TwoWayTransformer", "embedding_dim", config.Channels);
        Expect("MaskDecoder", "transformer_dim", config.Channels);
        return config;

        // An argument that says again what follows from others.
        void Expect(string part, string argument, params int[] values)
        {
            if (classes.TryGetProperty(part, out JsonElement fields) && fields.ValueKind == JsonValueKind.Object
                && fields.TryGetProperty(argument, out JsonElement found) && !ArchitectureFields.Are(found, values))
            {
                faults.Add($"'{part}.{argument}' is {ArchitectureFields.Shown(found)}, expected {string.Join(", ", values)}, which follows from the others");
            }
        }
    }
}

/// <summary>The fields of an architecture file by their flat names. What is wrong with them is gathered, so that all faults are told at once.</summary>
internal sealed class ArchitectureFields(List<string> faults)
{
    private const int GreatestLength = 1024;

    private readonly OrderedDictionary<string, (string Place, JsonElement Value)> _given = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public List<string> Faults => faults;

    /// <summary>True where a value is these numbers, alone or in a list.</summary>
    public static bool Are(JsonElement found, int[] values) =>
        (found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray()] : (JsonElement[])[found])
        .Select(item => IsNumber(item, out double number) ? number : double.NaN).SequenceEqual(values.Select(v => (double)v));

    public static string Shown(JsonElement value) => Short(value.GetRawText());

    /// <summary>Adds a field; one of the same flat name is replaced.</summary>
    public void Add(string flatName, string place, JsonElement value) => _given[flatName] = (place, value);

    /// <summary>Reads one part: the values given, checked, in the place of the usual ones.</summary>
    public T Read<T>(T usual, JsonTypeInfo<T> info)
    {
        JsonObject part = (JsonObject)JsonSerializer.SerializeToNode(usual, info)!;
        foreach (JsonPropertyInfo property in info.Properties)
        {
            _known.Add(property.Name);
            if (_given.TryGetValue(property.Name, out (string Place, JsonElement Value) field))
            {
                int? count = property.Name is "global_attn_indexes" or "global_att_blocks" ? null : (part[property.Name] as JsonArray)?.Count;
                (JsonNode? value, string expected) = Convert(field.Value, property.PropertyType, count);
                part[property.Name] = value ?? part[property.Name]?.DeepClone();
                if (value is null)
                {
                    faults.Add($"'{field.Place}' is {Shown(field.Value)}, expected {expected}");
                }
            }
        }

        return part.Deserialize(info)!;
    }

    /// <summary>Every field that no part has is a fault.</summary>
    public void RefuseUnknown()
    {
        foreach ((string name, (string place, _)) in _given.Where(f => !_known.Contains(f.Key)))
        {
            RefuseUnknown(name, place, _known);
        }
    }

    public void RefuseUnknown(string name, string place, IEnumerable<string> known)
    {
        string? meant = known.FirstOrDefault(k => Bare(k) == Bare(name)) ?? known.FirstOrDefault(k => IsPart(Bare(k), Bare(name)));
        string advice = meant is null ? $"known are {string.Join(", ", known.Order(StringComparer.Ordinal))}" : $"did you mean '{meant}'?";
        faults.Add($"'{Short(place)}' is unknown; {advice}");
    }

    private static string Bare(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static bool IsPart(string known, string given) =>
        given.Length > 2 && (known.Contains(given, StringComparison.Ordinal) || given.Contains(known, StringComparison.Ordinal));

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    private static bool IsNumber(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number) && double.IsFinite(number);
    }

    /// <summary>A value of a type, or null with what was expected.</summary>
    private static (JsonNode? Value, string Expected) Convert(JsonElement value, Type type, int? count)
    {
        if (type == typeof(bool))
        {
            return (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null, "true or false");
        }

        if (type == typeof(string))
        {
            return (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= GreatestLength } text ? text : null, "a short text");
        }

        if (type == typeof(int))
        {
            return (IsNumber(value, out double whole) && whole == Math.Floor(whole) && Math.Abs(whole) <= int.MaxValue ? (int)whole : null, "a whole number");
        }

        if (type == typeof(double))
        {
            return (IsNumber(value, out double number) ? number : null, "a number");
        }

        string expected = $"a list of {(count is null ? $"at most {GreatestLength}" : $"{count}")} numbers";
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > GreatestLength || (count ?? value.GetArrayLength()) != value.GetArrayLength())
        {
            return (null, expected);
        }

        Type item = type == typeof(double[]) ? typeof(double) : typeof(int);
        JsonNode?[] items = [.. value.EnumerateArray().Select(i => Convert(i, item, null).Value)];
        return (items.Contains(null) ? null : new JsonArray(items), expected);
    }
}

/// <summary>What the flat form of an architecture file begins with.</summary>
internal sealed record ModelJson(string Name, string ImageEncoder, int ImgSize, int PatchSize, int OutChans, int MaskInChans)
{
    public static ModelJson Of(SamConfig config) => new(
        config.Name, config.Hiera is not null ? ArchitectureFile.Hiera : config.TinyVit is null ? ArchitectureFile.Vit : ArchitectureFile.TinyVit,
        config.ImageSize, config.PatchSize, config.Channels, config.MaskChannels);
}

/// <summary>The TinyViT in it: a list has a number for each stage.</summary>
internal sealed record TinyVitJson(
    int[] EmbedDims, int[] Depths, int[] NumHeads, int[] WindowSizes, double MlpRatio, double MbconvExpandRatio, int LocalConvSize, int NumClasses)
{
    public static TinyVitJson Of(TinyVitConfig tiny) => new(
        [.. tiny.Stages.Select(s => s.Channels)], [.. tiny.Stages.Select(s => s.Depth)], [.. tiny.Stages.Select(s => s.Heads)],
        [.. tiny.Stages.Select(s => s.WindowSize)], tiny.MlpRatio, tiny.ConvolutionRatio, tiny.LocalKernel, tiny.Classes);

    public TinyVitConfig ToConfig() => new()
    {
        Stages = [.. EmbedDims.Select((channels, i) => new TinyVitStage(channels, Depths[i], NumHeads[i], WindowSizes[i]))],
        MlpRatio = MlpRatio,
        ConvolutionRatio = MbconvExpandRatio,
        LocalKernel = LocalConvSize,
        Classes = NumClasses,
    };
}

/// <summary>How pixels become the encoder's input: three numbers each, for red, green and blue.</summary>
internal sealed record PixelJson(double[] PixelMean, double[] PixelStd)
{
    public static PixelJson Of(ImageNormalization pixels) => new(
        [pixels.Mean.Red, pixels.Mean.Green, pixels.Mean.Blue], [pixels.Deviation.Red, pixels.Deviation.Green, pixels.Deviation.Blue]);

    public ImageNormalization ToConfig() =>
        new(new ChannelValues(PixelMean[0], PixelMean[1], PixelMean[2]), new ChannelValues(PixelStd[0], PixelStd[1], PixelStd[2]));
}

/// <summary>The parts of the flat form, under the official argument names. What has other forms here than there has a record above.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelJson))]
[JsonSerializable(typeof(VitConfig))]
[JsonSerializable(typeof(TinyVitJson))]
[JsonSerializable(typeof(HieraConfig))]
[JsonSerializable(typeof(MaskDecoderConfig))]
[JsonSerializable(typeof(PixelJson))]
internal sealed partial class ArchitectureJson : JsonSerializerContext;
