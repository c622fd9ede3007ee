using System.Globalization;

namespace SeCo.Models.Sam;

/// <summary>Reads checkpoints of Segment Anything and HQ-SAM, and writes ones with random values.</summary>
/// <remarks>The official <c>sam_vit_b</c>, <c>sam_vit_l</c> and <c>sam_vit_h</c> files, <c>mobile_sam.pt</c>, HQ-SAM, SAM 2, and any other size; as
/// safetensors, as <c>.pth</c> in the zip and the legacy format; bare, in a section such as <c>model</c>, and behind a prefix such as
/// <c>module.</c>.</remarks>
public static class SamCheckpoint
{
    /// <summary>A name that every Segment Anything checkpoint has, and that tells what stands before its names.</summary>
    private const string Landmark = "prompt_encoder.no_mask_embed.weight";

    /// <summary>Parts of SAM 2 for video, which images do without.</summary>
    private static readonly string[] VideoParts =
    [
        "memory_attention.", "memory_encoder.", "mask_downsample.", "obj_ptr_proj.", "obj_ptr_tpos_proj.", "maskmem_tpos_enc", "no_mem_pos_enc", "no_obj_ptr",
        "no_obj_embed_spatial",
    ];

    // What some programs save beside the weights: three numbers each, for red, green and blue.
    private static readonly string[] PixelValues = ["pixel_mean", "pixel_std"];

    /// <summary>Opens a checkpoint under the official names.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors; the caller disposes it, which closes the file.</returns>
    /// <exception cref="CheckpointException">The file cannot be opened, is of another format, malformed or truncated.</exception>
    public static ICheckpoint Open(string path) => WithOfficialNames(CheckpointFile.Open(path));

    /// <summary>Tells the architecture from the names and shapes of the tensors alone.</summary>
    /// <remarks>
    /// <para>Some things leave no trace. The heads of the mask decoder are taken to be 8, or the most that divide its channels; the side of the images of
    /// a TinyViT or SAM 2 to be 1024; windows of a vision transformer without relative positions, and heads, windows and global blocks of SAM 2's encoder,
    /// to be those of the official model with its width and depth. Pixel means and deviations are the official ones, unless the file holds
    /// <c>pixel_mean</c> and <c>pixel_std</c>; where these are 1 at most, they are of pixels in 0…1.</para>
    /// <para>Where every block sees the whole image, or windows are just as large as it, the result has no windows: the numbers are the same.</para>
    /// </remarks>
    /// <param name="checkpoint">Tensors under the official names, or with one prefix before all of them.</param>
    /// <returns>The architecture: an official one with its name, or one named <c>custom</c>.</returns>
    /// <exception cref="CheckpointException">This is no checkpoint of Segment Anything, or it lacks what tells its architecture.</exception>
    public static SamConfig Recognise(ICheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ICheckpoint official = WithOfficialNames(checkpoint);
        Lookalikes.Refuse(official);
        SamConfig found = ArchitectureReader.Read(new TensorShapes(official));
        return NormalizationOf(official) is { } own && !IsSame(own, found.Normalization) ? found with { Name = "custom", Normalization = own } : found;
    }

    /// <summary>Refuses a checkpoint whose <c>pixel_mean</c> or <c>pixel_std</c> are others than those of an architecture that was asked for.</summary>
    /// <param name="checkpoint">The checkpoint, as <see cref="Open"/> gives it.</param>
    /// <param name="config">The architecture.</param>
    /// <exception cref="CheckpointException">They contradict each other, or are no three numbers.</exception>
    public static void RequireNormalization(ICheckpoint checkpoint, SamConfig config)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(config);
        if (NormalizationOf(checkpoint) is { } own && !IsSame(own, config.Normalization))
        {
            throw new CheckpointException($"{checkpoint.Path}: holds {TextOf(own)}, but the architecture asked for, '{config.Name}', has "
                + $"{TextOf(config.Normalization)}. Leave the architecture out to take those of the file, or give them in a JSON file of the architecture.");
        }
    }

    /// <summary>Compares all names and shapes of a checkpoint with an architecture, without loading anything.</summary>
    /// <param name="checkpoint">The checkpoint, as <see cref="Open"/> gives it.</param>
    /// <param name="config">The architecture.</param>
    /// <exception cref="CheckpointException">They do not fit: missing, unexpected and mis-shaped names are told together.</exception>
    public static void RequireFit(ICheckpoint checkpoint, SamConfig config)
    {
        using DeferredWeights deferred = DeferredWeights.Open();
        using SamModel model = new(config);
        model.CheckState(checkpoint, name => IsPassedOver(name, config));
    }

    /// <summary>Loads a model. In memory there is never more than its weights, in the type wanted, and one tensor of the file.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="config">Its architecture; null to recognise it.</param>
    /// <param name="precision">Type in which encoder and decoder compute (<see cref="SamModel.SetPrecision"/>).</param>
    /// <param name="device">Where the model shall lie.</param>
    /// <returns>The model, ready for use; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">The file cannot be read, is no checkpoint of Segment Anything, or does not fit the architecture: missing,
    /// unexpected and mis-shaped names are told together. </exception>
    /// <exception cref="ArgumentException">The architecture is not possible.</exception>
    public static SamModel Load(string path, SamConfig? config = null, DType precision = DType.Float32, Device device = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using ICheckpoint checkpoint = Open(path);
        RefuseInflated(checkpoint);
        if (config is not null)
        {
            RequireNormalization(checkpoint, config);
        }

        SamModel model;
        using (DeferredWeights.Open())
        {
            model = new SamModel(config ?? Recognise(checkpoint));
        }

        try
        {
            model.SetPrecision(precision);
            model.To(device);
            model.LoadState(checkpoint, name => IsPassedOver(name, model.Config));
            model.WorkingMemory = device.IsCuda ? 8 * SamModel.DefaultWorkingMemory : SamModel.DefaultWorkingMemory; // many prompts at once keep a GPU busy
            return model;
        }
        catch (CheckpointException e) when (e.Missing.Count + e.Unexpected.Count + e.Misshaped.Count > 0)
        {
            model.Dispose();
            throw new CheckpointException(path, e.Missing, e.Unexpected, e.Misshaped, Hint(checkpoint, config));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes a checkpoint with random values under the official names, in float32, one tensor at a time: for trials of speed and memory.</summary>
    /// <param name="path">The file, a <c>.safetensors</c>, or a <c>.pth</c> or <c>.pt</c> that PyTorch reads; an older one is replaced.
    /// Its folder is made where there is none.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="seed">The same seed gives the same bytes.</param>
    /// <exception cref="ArgumentException">The architecture is not possible, or the file name has another ending.</exception>
    public static void WriteRandom(string path, SamConfig config, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(config);
        string ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending is not (".safetensors" or ".pth" or ".pt"))
        {
            throw new ArgumentException($"{path}: checkpoints are written as .safetensors or .pth; let the name end in one of them.", nameof(path));
        }

        using (DeferredWeights.Open())
        {
            using SamModel model = new(config);
            IEnumerable<TensorSource> tensors = RandomWeights.Sources(model, new RandomSource(seed));
            if (ending == ".safetensors")
            {
                SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });
            }
            else
            {
                PthWriter.Write(path, tensors);
            }
        }
    }

    /// <summary>Whether a tensor of a checkpoint, under its official name, is known and not needed: pixel values, and SAM 2's parts for video.</summary>
    public static bool IsPassedOver(string name, SamConfig config)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(config);
        return PixelValues.Contains(name) || (config.Hiera is not null && VideoParts.Any(part => name.StartsWith(part, StringComparison.Ordinal)));
    }

    private static ICheckpoint WithOfficialNames(ICheckpoint checkpoint)
    {
        string? landmark = checkpoint.Names.FirstOrDefault(n => n.EndsWith(Landmark, StringComparison.Ordinal));
        string prefix = landmark?[..^Landmark.Length] ?? string.Empty;
        prefix = prefix.EndsWith("sam_", StringComparison.Ordinal) ? prefix[..^"sam_".Length] : prefix;
        return prefix.Length > 0 && checkpoint.Names.All(n => n.StartsWith(prefix, StringComparison.Ordinal) || PixelValues.Contains(n))
            ? checkpoint.Renamed(n => PixelValues.Contains(n) ? n : n[prefix.Length..])
            : checkpoint;
    }

    /// <summary>The normalization that a checkpoint under the official names holds; null where it holds none. What it lacks is the official one's.</summary>
    private static ImageNormalization? NormalizationOf(ICheckpoint checkpoint)
    {
        if (!PixelValues.Any(checkpoint.Contains))
        {
            return null;
        }

        ImageNormalization usual = SamConfig.VitB.Normalization, stored = new(Of(0) ?? usual.Mean, Of(1) ?? usual.Deviation);
        bool isOfShares = new[] { stored.Mean, stored.Deviation }.All(v => v.Red <= 1 && v.Green <= 1 && v.Blue <= 1);
        return isOfShares ? new(Times255(stored.Mean), Times255(stored.Deviation)) : stored;

        ChannelValues? Of(int kind)
        {
            string name = PixelValues[kind];
            double[] values = checkpoint.Contains(name) && checkpoint.Describe(name).Shape.Aggregate(1m, (a, b) => a * b) == 3
                ? checkpoint.Read(name).ToDoubles() : [];
            return values.Length == 3 && values.All(v => v is >= 0 and <= 255 && (kind == 0 || v > 0)) ? new ChannelValues(values[0], values[1], values[2])
                : !checkpoint.Contains(name) ? null
                : throw new CheckpointException($"{checkpoint.Path}: found {checkpoint.Describe(name)} ({string.Join(", ", values)}), expected a number from "
                    + "0 to 255 for each of red, green and blue, deviations above 0. Remove it in Python to have the official one.");
        }

        static ChannelValues Times255(ChannelValues v) => new(255 * v.Red, 255 * v.Green, 255 * v.Blue);
    }

    private static bool IsSame(ImageNormalization one, ImageNormalization other) => Enumerable.Range(0, 3).All(c =>
        Math.Abs(one.Mean[c] - other.Mean[c]) < 0.01 && Math.Abs(one.Deviation[c] - other.Deviation[c]) < 0.01);

    private static string TextOf(ImageNormalization n) => string.Create(
        CultureInfo.InvariantCulture, $"pixel_mean {n.Mean.Red:0.###}, {n.Mean.Green:0.###}, {n.Mean.Blue:0.###} and pixel_std "
            + $"{n.Deviation.Red:0.###}, {n.Deviation.Green:0.###}, {n.Deviation.Blue:0.###}");

    /// <summary>Tensors that claim more than the file holds would be given memory before anything else could fail.</summary>
    private static void RefuseInflated(ICheckpoint checkpoint)
    {
        long length = new FileInfo(checkpoint.Path).Length;
        decimal claimed =
            checkpoint.Names.Sum(n => checkpoint.Describe(n) is { } t ? t.Shape.Aggregate((decimal)t.Type.ElementSize(), (a, b) => a * b) : 0);
        if (claimed > length)
        {
            throw new CheckpointException($"{checkpoint.Path}: its tensors claim {claimed} bytes, but the file has {length}: they are compressed or share "
                + "memory. "
                + "In Python, save clones of them with torch.save.");
        }
    }

    private static string? Hint(ICheckpoint checkpoint, SamConfig? config)
    {
        if (config is null)
        {
            return "Names and shapes that are there show the architecture, but these contradict it: the file is incomplete or was changed.";
        }

        try
        {
            SamConfig found = Recognise(checkpoint);
            return $"The architecture asked for is '{config.Name}', but the file looks like '{found.Name}'. Leave the architecture out to have it recognised.";
        }
        catch (CheckpointException e)
        {
            return $"The architecture asked for is '{config.Name}'. What the file is cannot be told: {e.Message}";
        }
    }
}

/// <summary>Files that somebody could take for a checkpoint of Segment Anything, and what to do with them.</summary>
internal static class Lookalikes
{
    private const string Wanted = "Needed is a checkpoint of Segment Anything (sam_vit_b, sam_vit_l, sam_vit_h), SAM 2, HQ-SAM or MobileSAM";

    private static readonly (string Part, string Family)[] Families =
    [
        ("shared_image_embedding.", "a SAM of Hugging Face's transformers, with other names. Take the original file instead"),
        ("vision_encoder.", "a SAM of Hugging Face's transformers, with other names. Take the original file instead"),
        ("image_encoder.neck.0.conv.", "EfficientSAM or a like model, with other networks"),
        ("image_encoder.backbone.", "a SAM with another image encoder"),
    ];

    private static readonly string[] FirstParts = ["image_encoder.", "prompt_encoder.", "mask_decoder."];
    private static readonly string[] SecondParts = ["image_encoder.trunk.", "image_encoder.neck.", "sam_prompt_encoder.", "sam_mask_decoder."];

    /// <summary>Throws unless the three parts of the model are there and nothing shows another family.</summary>
    public static void Refuse(ICheckpoint checkpoint)
    {
        foreach ((string part, string family) in Families)
        {
            if (checkpoint.Names.FirstOrDefault(n => n.StartsWith(part, StringComparison.Ordinal)) is { } found)
            {
                throw new CheckpointException($"{checkpoint.Path}: this seems to be {family}: it has '{found}'. {Wanted}.");
            }
        }

        string[] parts = Has("image_encoder.trunk.") || Has("sam_mask_decoder.") ? SecondParts : FirstParts;
        string[] absent = [.. parts.Where(p => !Has(p))];
        if (absent.Length == 0)
        {
            return;
        }

        string seen = absent.Length < parts.Length || LooksLikeEncoder(checkpoint)
            ? $"this is a part of a model only: there is no {string.Join(" and no ", absent.Select(p => $"'{p}*'"))} among {checkpoint.Names.Count} tensors"
            : $"this is no checkpoint of Segment Anything: none of its {checkpoint.Names.Count} tensors is named image_encoder.*, prompt_encoder.* or "
                + $"mask_decoder.*{First(checkpoint)}";
        throw new CheckpointException($"{checkpoint.Path}: {seen}. {Wanted}.");

        bool Has(string part) => checkpoint.Names.Any(n => n.StartsWith(part, StringComparison.Ordinal));
    }

    private static bool LooksLikeEncoder(ICheckpoint checkpoint) =>
        checkpoint.Contains("patch_embed.proj.weight") || checkpoint.Contains("patch_embed.seq.0.c.weight");

    private static string First(ICheckpoint checkpoint) => checkpoint.Names.Count == 0 ? "" : $"; the first is '{checkpoint.Names[0]}'";
}
