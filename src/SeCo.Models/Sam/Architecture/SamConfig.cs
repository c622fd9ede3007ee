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

    /// <summary>The mask decoder.</summary>
    public MaskDecoderConfig Decoder { get; init; } = new();

    /// <summary>How pixels become the encoder's input; <c>pixel_mean</c>, <c>pixel_std</c>. Few checkpoints hold them.</summary>
    public ImageNormalization Normalization { get; init; } = new(new ChannelValues(123.675, 116.28, 103.53), new ChannelValues(58.395, 57.12, 57.375));

    /// <summary>Side of the image embedding, in tokens.</summary>
    public int GridSize => ImageSize / PatchSize;

    /// <summary>Side of low-resolution masks, in pixels: four for each token.</summary>
    public int LowResolutionSize => 4 * GridSize;

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
            ((Vit is null) != (TinyVit is null), "there must be one image encoder, a plain vision transformer or a TinyViT"),
            (TinyVit is null || PatchSize == 16, $"a TinyViT makes one token of 16 x 16 pixels, not of {PatchSize} x {PatchSize}"),
            (deviation.Red > 0 && deviation.Green > 0 && deviation.Blue > 0, "the pixel deviations must be above 0"),
            (!(weights > GreatestWeights), $"the image encoder would have {weights / 1e9:f0} billion weights, at most {GreatestWeights / 1e9:f0} are allowed "
                + "(the largest official one has 0.64)"),
            .. Vit?.Checks() ?? [], .. TinyVit?.Checks() ?? [], .. Decoder.Checks(Channels),
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

    /// <summary>Weights of the image encoder, nearly: enough to refuse what would fill any memory.</summary>
    private double RoughWeights()
    {
        double grid = ImageSize / (double)Math.Max(PatchSize, 1);
        double vit = Vit is { } v ? (v.Depth * v.Width * ((4.0 * v.Width) + (2 * v.Width * v.MlpRatio))) + (grid * grid * v.Width) : 0;
        return vit + (TinyVit?.Stages.Sum(s => s.Depth * s.Channels * ((4.0 * s.Channels) + (2 * s.Channels * TinyVit.MlpRatio))) ?? 0);
    }
}
