using SeCo.Models.Sam.TinyVit;

namespace SeCo.Models.Sam;

/// <summary>The shape of a Segment Anything model. Source: Kirillov et al. 2023; the official <c>build_sam.py</c>.</summary>
public sealed record SamConfig
{
    private const double GreatestWeights = 1e10;

    /// <summary>What the model is called in messages and on the command line.</summary>
    public string Name { get; init; } = "vit_b";

    /// <summary>The encoder's images are squares of this side, in pixels; <c>img_size</c>. Default: 1024.</summary>
    public int ImageSize { get; init; } = 1024;

    /// <summary>Side of the square that becomes one token, in pixels; <c>patch_size</c>. Default: 16.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>Channels of the image embedding and of prompts; <c>out_chans</c>, <c>prompt_embed_dim</c>. Default: 256.</summary>
    public int Channels { get; init; } = 256;

    /// <summary>Channels inside the network that reads mask prompts; <c>mask_in_chans</c>. Default: 16.</summary>
    public int MaskChannels { get; init; } = 16;

    /// <summary>The image encoder; null where <see cref="TinyVit"/> is it.</summary>
    public VitConfig? Vit { get; init; } = new();

    /// <summary>MobileSAM's image encoder in the place of <see cref="Vit"/>, or null.</summary>
    public TinyVitConfig? TinyVit { get; init; }

    /// <summary>SAM 2's image encoder in the place of <see cref="Vit"/>, or null. It makes the whole model one of SAM 2: its image transform, prompts and
    /// decoder are others too.</summary>
    public HieraConfig? Hiera { get; init; }

    /// <summary>The mask decoder.</summary>
    public MaskDecoderConfig Decoder { get; init; } = new();

    /// <summary>How pixels become the encoder's input; <c>pixel_mean</c>, <c>pixel_std</c>. Few checkpoints hold them.</summary>
    public ImageNormalization Normalization { get; init; } = new(new ChannelValues(123.675, 116.28, 103.53), new ChannelValues(58.395, 57.12, 57.375));

    /// <summary>Side of the image embedding, in tokens.</summary>
    public int GridSize => ImageSize / PatchSize;

    /// <summary>Side of low-resolution masks, in pixels: four for each token.</summary>
    public int LowResolutionSize => 4 * GridSize;

    /// <summary>The family of models that it belongs to: SAM 1, MobileSAM, HQ-SAM or SAM 2.</summary>
    public string Family => Hiera is not null ? "SAM 2" : Decoder.HighQuality ? "HQ-SAM" : TinyVit is not null ? "MobileSAM" : "SAM 1";

    /// <summary>How low-resolution logits are bounded where they are given back, as answers and as prompts: SAM 2's by -32 and 32, others not.</summary>
    public float LargestLogit => Hiera is null ? float.PositiveInfinity : 32;

    /// <summary>Predicted IoU that automatic masks must exceed by default: the official generators' 0.88, for SAM 2 0.8.</summary>
    public double UsualIouThreshold => Hiera is null ? 0.88 : 0.8;

    /// <summary>SAM with ViT-B: 91 million parameters (the smallest official one).</summary>
    public static SamConfig VitB { get; } = new();

    /// <summary>SAM with ViT-L: 308 million parameters.</summary>
    public static SamConfig VitL { get; } =
        new() { Name = "vit_l", Vit = new VitConfig { Width = 1024, Depth = 24, Heads = 16, GlobalBlocks = [5, 11, 17, 23] } };

    /// <summary>SAM with ViT-H: 636 million parameters (the official default).</summary>
    public static SamConfig VitH { get; } =
        new() { Name = "vit_h", Vit = new VitConfig { Width = 1280, Depth = 32, Heads = 16, GlobalBlocks = [7, 15, 23, 31] } };

    /// <summary>MobileSAM: 10 million parameters, of which 4 million are the decoder's and the prompts'.</summary>
    public static SamConfig MobileSam { get; } = new() { Name = "mobile", Vit = null, TinyVit = new TinyVitConfig() };

    /// <summary>The published architectures: SAM 1, MobileSAM, HQ-SAM on both, and SAM 2 (2.0 and 2.1 have the same image parts).</summary>
    public static IReadOnlyList<SamConfig> Published { get; } =
    [
        VitB, VitL, VitH, MobileSam, Fine(VitB, "hq_vit_b"), Fine(VitL, "hq_vit_l"), Fine(VitH, "hq_vit_h"), Fine(MobileSam, "hq_vit_tiny"),
        Second("sam2_tiny", new HieraConfig()),
        Second("sam2_small", new HieraConfig { Stages = [1, 2, 11, 2], GlobalBlocks = [7, 10, 13] }),
        Second("sam2_base_plus", new HieraConfig { Width = 112, Heads = 2, Stages = [2, 3, 16, 3], GlobalBlocks = [12, 16, 20], BackgroundSize = [14, 14] }),
        Second("sam2_large", new HieraConfig { Width = 144, Heads = 2, Stages = [2, 6, 36, 4], GlobalBlocks = [23, 33, 43], Windows = [8, 4, 16, 8] }),
    ];

    /// <summary>Channels of the map from inside the encoder that HQ-SAM's decoder reads.</summary>
    internal int InnerChannels => TinyVit?.Stages[2].Channels ?? Vit?.Width ?? 0; // 0: refused by Validate

    /// <summary>Reads an architecture from a JSON file.</summary>
    /// <remarks>
    /// <para>Two forms are known. The flat one is what <see cref="ToJson"/> writes: one object with the official argument names (<c>embed_dim</c>,
    /// <c>depth</c>, <c>num_heads</c>, …; those of the mask decoder that would stand there twice begin with <c>decoder_</c>). The other has an object for
    /// each class of the official implementation (<c>ImageEncoderViT</c> or <c>TinyViT</c>, <c>PromptEncoder</c>, <c>TwoWayTransformer</c>,
    /// <c>MaskDecoder</c>, <c>Sam</c>) with the arguments of its constructor, at the top or in <c>constructor_arguments</c>; what else stands beside
    /// <c>constructor_arguments</c> is not read.</para>
    /// <para>What is missing is as in ViT-B, or in MobileSAM where the encoder is a TinyViT.</para></remarks>
    /// <param name="path">The file, at most one megabyte.</param>
    /// <exception cref="CheckpointException">The file cannot be read, or something in it is unknown, of the wrong kind, contradictory or out of range:
    /// all of it together.</exception>
    public static SamConfig FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ArchitectureFile.Read(path);
    }

    /// <summary>The architecture as JSON in the flat form of <see cref="FromFile"/>, with every value.</summary>
    public string ToJson() => ArchitectureFile.Write(this);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Names each value that is out of range.</exception>
    public void Validate()
    {
        (ChannelValues deviation, double weights) = (Normalization.Deviation, RoughWeights());
        Require($"The architecture '{Name}'",
        [
            (PatchSize is >= 1 and <= 256 && ImageSize >= PatchSize && ImageSize % PatchSize == 0 && ImageSize <= 8192,
                $"the image size {ImageSize} must be a multiple of the patch size {PatchSize}, at most 8192"),
            (Channels is >= 8 and <= 8192 && Channels % 8 == 0, $"the {Channels} channels must be a multiple of 8, at most 8192"),
            (MaskChannels is >= 4 and <= 1024 && MaskChannels % 4 == 0, $"the {MaskChannels} mask channels must be a multiple of 4, at most 1024"),
            (new object?[] { Vit, TinyVit, Hiera }.Count(e => e is not null) == 1,
                "there must be one image encoder, a plain vision transformer, a TinyViT or a Hiera"),
            (Vit is not null || PatchSize == 16, $"a TinyViT or Hiera makes one token of 16 x 16 pixels, not of {PatchSize} x {PatchSize}"),
            (Hiera is null || !Decoder.HighQuality, "HQ-SAM's decoder needs the encoder of SAM 1 or MobileSAM"),
            (!Decoder.HighQuality || Vit is null || Vit.WindowSize == 0 || Vit.GlobalBlocks.Count > 0,
                "HQ-SAM's decoder needs a block that sees the whole image"),
            (deviation.Red > 0 && deviation.Green > 0 && deviation.Blue > 0, "the pixel deviations must be above 0"),
            (!(weights > GreatestWeights), $"the image encoder would have {weights / 1e9:f0} billion weights, at most {GreatestWeights / 1e9:f0} are allowed "
                + "(the largest official one has 0.64)"),
            .. Vit?.Checks() ?? [], .. TinyVit?.Checks() ?? [], .. Hiera?.Checks(ImageSize) ?? [], .. Decoder.Checks(Channels),
        ]);
    }

    /// <summary>Throws one error with every fault of an architecture or a part of it.</summary>
    internal static void Require(string what, (bool Good, string Fault)[] checks)
    {
        string[] faults = [.. checks.Where(c => !c.Good).Select(c => c.Fault)];
        if (faults.Length > 0)
        {
            throw new ArgumentException($"{what} is not possible: {string.Join("; ", faults)}.");
        }
    }

    private static SamConfig Second(string name, HieraConfig hiera) => new() { Name = name, Vit = null, Hiera = hiera };

    private static SamConfig Fine(SamConfig plain, string name) => plain with { Name = name, Decoder = plain.Decoder with { HighQuality = true } };

    /// <summary>Weights of the image encoder, nearly: enough to refuse what would fill any memory.</summary>
    private double RoughWeights()
    {
        double grid = ImageSize / (double)Math.Max(PatchSize, 1);
        double vit = Vit is { } v ? (v.Depth * v.Width * ((4.0 * v.Width) + (2 * v.Width * v.MlpRatio))) + (grid * grid * v.Width) : 0;
        double hiera = Hiera is { Stages: not null } h ? h.Stages.Select((depth, s) => depth * Math.Pow(h.Width << Math.Min(s, 8), 2) * 12).Sum() : 0;
        return vit + hiera + (TinyVit?.Stages.Sum(s => s.Depth * s.Channels * ((4.0 * s.Channels) + (2 * s.Channels * TinyVit.MlpRatio))) ?? 0);
    }
}
