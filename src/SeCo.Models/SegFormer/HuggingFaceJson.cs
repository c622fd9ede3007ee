using System.Text.Json;

namespace SeCo.Models.SegFormer;

/// <summary><c>config.json</c>. What is missing has the value that transformers gives it; fields that decide nothing here are passed over.</summary>
/// <remarks>Properties that could not be set later would lose their values where the text has none.</remarks>
internal sealed record SegFormerConfigJson
{
    private const string Architecture = "SegformerForSemanticSegmentation";
    private const string Type = "segformer";
    private const int MostClasses = 4096;
    private const int Longest = 1 << 16;
    private const double MostWeights = 4e8;

    private static readonly int[] OnlyPatches = [7, 3, 3, 3], OnlyStrides = [4, 2, 2, 2];

    public string[]? Architectures { get; set; }

    public string? ModelType { get; set; }

    public int NumChannels { get; set; } = 3;

    public int NumEncoderBlocks { get; set; } = 4;

    public int[] Depths { get; set; } = [2, 2, 2, 2];

    public int[] SrRatios { get; set; } = [8, 4, 2, 1];

    public int[] HiddenSizes { get; set; } = [32, 64, 160, 256];

    public int[] PatchSizes { get; set; } = OnlyPatches;

    public int[] Strides { get; set; } = OnlyStrides;

    public int[] NumAttentionHeads { get; set; } = [1, 2, 5, 8];

    public double[] MlpRatios { get; set; } = [4, 4, 4, 4];

    public string HiddenAct { get; set; } = "gelu";

    public double ClassifierDropoutProb { get; set; } = 0.1;

    public double DropPathRate { get; set; } = 0.1;

    public int DecoderHiddenSize { get; set; } = 256;

    public bool ReshapeLastStage { get; set; } = true;

    [JsonPropertyName("id2label")]
    public Dictionary<string, string>? Id2Label { get; set; }

    [JsonPropertyName("label2id")]
    public Dictionary<string, int>? Label2Id { get; set; }

    public int? NumLabels { get; set; }

    public int? SemanticLossIgnoreIndex { get; set; }

    public string? TorchDtype { get; set; }

    public static SegFormerConfigJson Of(SegFormerConfig config, IReadOnlyList<string> names) => new()
    {
        Architectures = [Architecture],
        ModelType = Type,
        Depths = [.. config.Body.Blocks],
        SrRatios = [.. config.Body.Reductions],
        HiddenSizes = [.. config.Body.Channels],
        NumAttentionHeads = [.. config.Body.Heads],
        MlpRatios = [.. config.Body.Channels.Select(_ => (double)config.Body.Expansion)],
        ClassifierDropoutProb = config.Dropout,
        DropPathRate = config.Body.DropPath,
        DecoderHiddenSize = config.Embedding,
        Id2Label = names.Index().ToDictionary(n => $"{n.Index}", n => n.Item),
        Label2Id = names.Index().DistinctBy(n => n.Item).ToDictionary(n => n.Item, n => n.Index),
        SemanticLossIgnoreIndex = 255,
        TorchDtype = "float32",
    };

    /// <summary>What SeCo does not compute, and what cannot be.</summary>
    public IEnumerable<string> Faults()
    {
        string found = Architectures is { Length: > 0 } given ? string.Join(", ", given) : ModelType is null ? "nothing" : $"model_type {ModelType}";
        if (ModelType is not (Type or null) || !(Architectures?.Contains(Architecture) ?? ModelType == Type))
        {
            return [$"is of {found}; known is {Architecture} (model_type {Type}). Other networks can be given by their own files (docs/networks.md)"];
        }

        (bool Holds, string Fault)[] checks =
        [
            (NumChannels == 3, $"num_channels is {NumChannels}, expected 3: images are RGB"),
            (NumEncoderBlocks == 4, $"num_encoder_blocks is {NumEncoderBlocks}, expected 4"),
            (PatchSizes.SequenceEqual(OnlyPatches), $"patch_sizes is {List(PatchSizes)}, expected {List(OnlyPatches)}"),
            (Strides.SequenceEqual(OnlyStrides), $"strides is {List(Strides)}, expected {List(OnlyStrides)}"),
            (HiddenAct == "gelu", $"hidden_act is '{HiddenAct}', expected gelu"),
            (ReshapeLastStage, "reshape_last_stage is false, expected true"),
            (MlpRatios.Length == 4 && MlpRatios.Distinct().Count() == 1 && MlpRatios[0] is >= 1 and <= 64 && MlpRatios[0] == Math.Floor(MlpRatios[0]),
                $"mlp_ratios is {List(MlpRatios)}, expected the same whole number four times"),
            (new[] { Depths, SrRatios, HiddenSizes, NumAttentionHeads, [DecoderHiddenSize] }.All(row => row.All(n => n is >= 1 and <= Longest)),
                $"depths, sr_ratios, hidden_sizes, num_attention_heads and decoder_hidden_size are numbers from 1 to {Longest}"),
            (Depths.Sum(d => (long)d) <= 1024, $"depths is {List(Depths)}, expected 1024 blocks at most"),
            (!(RoughWeights() > MostWeights), $"the network would have {RoughWeights() / 1e9:f1} billion weights, expected {MostWeights / 1e9:f1} at most; "
                + "the largest published one has 0.08"),
            (Id2Label is null || (Id2Label.Count is >= 1 and <= MostClasses && Enumerable.Range(0, Id2Label.Count).All(i => Id2Label.ContainsKey($"{i}"))),
                $"id2label has {Id2Label?.Count} entries, expected each number from 0 on once, {MostClasses} at most"),
            (NumLabels is null or (>= 1 and <= MostClasses), $"num_labels is {NumLabels}, expected 1 to {MostClasses}"),
        ];
        return checks.Where(c => !c.Holds).Select(c => c.Fault);
    }

    // Nearly: enough to refuse what would fill any memory before a file of weights is compared.
    private double RoughWeights() => HiddenSizes.Index().Sum(stage =>
    {
        double width = stage.Item, reduction = SrRatios.ElementAtOrDefault(stage.Index), hidden = MlpRatios.FirstOrDefault();
        return (Depths.ElementAtOrDefault(stage.Index) * width * width * (4 + (2 * hidden) + (reduction * reduction)))
            + ((double)DecoderHiddenSize * (width + DecoderHiddenSize));
    });

    /// <summary>The names by number; where none are given, transformers' own.</summary>
    public string[] ClassNames() => [.. Enumerable.Range(0, Id2Label?.Count ?? NumLabels ?? 2).Select(i => Id2Label?[$"{i}"] ?? $"LABEL_{i}")];

    public SegFormerConfig ToConfig() => new()
    {
        Body = new MixTransformerConfig
        {
            Channels = HiddenSizes, Blocks = Depths, Heads = NumAttentionHeads, Reductions = SrRatios, Expansion = (int)MlpRatios[0], DropPath = DropPathRate,
        },
        Embedding = DecoderHiddenSize,
        Dropout = ClassifierDropoutProb,
    };

    private static string List<T>(IEnumerable<T> values) => $"[{string.Join(", ", values)}]";
}

/// <summary><c>preprocessor_config.json</c>. What is missing has the value that <c>SegformerImageProcessor</c> gives it.</summary>
internal sealed record SegFormerPreprocessorJson
{
    private const string Type = "SegformerImageProcessor";
    private const double Levels = 255;
    private const int LargestSide = 1 << 15;

    public string? ImageProcessorType { get; set; }

    public string? FeatureExtractorType { get; set; }

    public bool? DoResize { get; set; }

    [JsonConverter(typeof(SidesConverter))]
    public Sides? Size { get; set; }

    /// <summary>Pillow's number of the filter.</summary>
    public int? Resample { get; set; }

    public bool? DoRescale { get; set; }

    public double? RescaleFactor { get; set; }

    public bool? DoNormalize { get; set; }

    public double[]? ImageMean { get; set; }

    public double[]? ImageStd { get; set; }

    public bool? DoReduceLabels { get; set; }

    private bool Resizes => DoResize ?? true;

    private double Factor => DoRescale ?? true ? RescaleFactor ?? 1 / Levels : 1;

    public static SegFormerPreprocessorJson Of(NetworkPreprocessing preprocessing)
    {
        ImageNormalization normalization = preprocessing.Normalization;
        return new SegFormerPreprocessorJson
        {
            ImageProcessorType = Type,
            DoResize = preprocessing.InputSize is not null,
            Size = preprocessing.InputSize is { } size ? new Sides(size.Height, size.Width) : new Sides(512, 512),
            Resample = preprocessing.Resize == InputResize.BicubicBytes ? 3 : 2,
            DoRescale = true,
            RescaleFactor = 1 / Levels,
            DoNormalize = true,
            ImageMean = Shares(normalization.Mean),
            ImageStd = Shares(normalization.Deviation),
            DoReduceLabels = false,
        };

        static double[] Shares(ChannelValues values) => [.. Enumerable.Range(0, 3).Select(c => Math.Round(values[c] / Levels, 12))];
    }

    /// <summary>What SeCo does not do, and what cannot be.</summary>
    public IEnumerable<string> Faults()
    {
        string? type = ImageProcessorType ?? FeatureExtractorType;
        (bool Holds, string Fault)[] checks =
        [
            (type is null || type.StartsWith("Segformer", StringComparison.Ordinal), $"is of {type}; known is {Type}"),
            (!Resizes || Resample is null or 2 or 3, $"resample is {Resample}, expected 2 (bilinear) or 3 (bicubic)"),
            (!Resizes || Size is null or { Height: >= 1 and <= LargestSide, Width: >= 1 and <= LargestSide },
                $"size is {Size?.Height} x {Size?.Width}, expected height and width from 1 to {LargestSide}"),
            (double.IsFinite(Factor) && Factor > 0, $"rescale_factor is {Factor}, expected a number above 0"),
            (ImageMean is null or { Length: 3 }, $"image_mean has {ImageMean?.Length} numbers, expected 3"),
            (ImageStd is null || (ImageStd.Length == 3 && ImageStd.All(s => s > 0)), "image_std needs three numbers above 0"),
        ];
        return checks.Where(c => !c.Holds).Select(c => c.Fault);
    }

    public NetworkPreprocessing ToPreprocessing()
    {
        bool normalizes = DoNormalize ?? true;
        double[] mean = !normalizes ? [0, 0, 0] : ImageMean ?? [0.485, 0.456, 0.406], deviation = !normalizes ? [1, 1, 1] : ImageStd ?? [0.229, 0.224, 0.225];
        Sides size = Size ?? new Sides(512, 512);
        return new NetworkPreprocessing(new ImageNormalization(OfLevels(mean), OfLevels(deviation)))
        {
            InputSize = Resizes ? new Size2d(size.Height, size.Width) : null,
            Resize = Resample == 3 ? InputResize.BicubicBytes : InputResize.BilinearAveragedBytes,
        };

        ChannelValues OfLevels(double[] shares) => new(shares[0] / Factor, shares[1] / Factor, shares[2] / Factor);
    }
}

/// <summary>Rows and columns that images are brought to.</summary>
internal sealed record Sides(int Height, int Width);

/// <summary>Reads them as an object, or as one number for both, which old files have.</summary>
internal sealed class SidesConverter : JsonConverter<Sides>
{
    public override Sides? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            int side = reader.GetInt32();
            return new Sides(side, side);
        }

        Dictionary<string, int>? sides = JsonSerializer.Deserialize(ref reader, HuggingFaceJson.Default.DictionaryStringInt32);
        return sides is not null && sides.TryGetValue("height", out int height) && sides.TryGetValue("width", out int width)
            ? new Sides(height, width)
            : throw new JsonException("size must be one number, or an object with height and width");
    }

    public override void Write(Utf8JsonWriter writer, Sides value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("height", value.Height);
        writer.WriteNumber("width", value.Width);
        writer.WriteEndObject();
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true,
    NewLine = "\n", RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SegFormerConfigJson))]
[JsonSerializable(typeof(SegFormerPreprocessorJson))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class HuggingFaceJson : JsonSerializerContext;
