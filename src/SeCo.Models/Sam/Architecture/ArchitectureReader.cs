using SeCo.Models.Sam.TinyVit;

namespace SeCo.Models.Sam;

/// <summary>The architecture that shapes tell.</summary>
internal static class ArchitectureReader
{
    private const int UsualHeads = 8;

    public static SamConfig Read(TensorShapes shapes)
    {
        bool isSecond = shapes.Contains("image_encoder.trunk.patch_embed.proj.weight");
        string before = isSecond ? "sam_" : string.Empty;
        int channels = shapes.Of($"{before}prompt_encoder.no_mask_embed.weight", 2)[1];
        SamConfig config = new()
        {
            Name = "custom",
            Channels = channels,
            MaskChannels = shapes.Of($"{before}prompt_encoder.mask_downscaling.3.weight", 4)[0],
            Decoder = ReadDecoder(shapes, channels, before),
        };
        config = isSecond ? HieraReader.Read(shapes, config)
            : shapes.Contains("image_encoder.patch_embed.seq.0.c.weight")
            ? config with { Vit = null, TinyVit = TinyVitReader.Read(shapes) }
            : VitReader.Read(shapes, config, SamConfig.Published);
        try
        {
            config.Validate();
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException($"{shapes.Path}: the shapes of its tensors tell no possible model. {e.Message}", e);
        }

        string asText = config.ToJson();
        return SamConfig.Published.FirstOrDefault(o => (o with { Name = config.Name }).ToJson() == asText) ?? config;
    }

    /// <summary>How many times more outputs a layer has than inputs, such that inputs times this, rounded down, are the outputs again.</summary>
    public static double Ratio(int outputs, int inputs)
    {
        double ratio = outputs / (double)inputs;
        return (int)(inputs * ratio) == outputs ? ratio : double.BitIncrement(ratio);
    }

    private static MaskDecoderConfig ReadDecoder(TensorShapes shapes, int channels, string before)
    {
        string transformer = $"{before}mask_decoder.transformer", head = $"{before}mask_decoder.iou_prediction_head";
        int inner = shapes.Of($"{transformer}.final_attn_token_to_image.q_proj.weight", 2)[0];
        return new MaskDecoderConfig
        {
            Depth = shapes.Count($"{transformer}.layers", "self_attn.q_proj.weight"),
            Heads = Enumerable.Range(1, UsualHeads).Last(h => inner % h == 0 && channels % h == 0),
            MlpWidth = shapes.Of($"{transformer}.layers.0.mlp.{(before.Length > 0 ? "layers.0" : "lin1")}.weight", 2)[0],
            AttentionDownsampling = Math.Max(channels / inner, 1),
            MultimaskOutputs = shapes.Of($"{before}mask_decoder.mask_tokens.weight", 2)[0] - 1,
            IouHeadDepth = shapes.Count($"{head}.layers", "weight"),
            IouHeadWidth = shapes.Of($"{head}.layers.0.weight", 2)[0],
            HighQuality = shapes.Contains("mask_decoder.hf_token.weight"),
        };
    }
}

/// <summary>The plain vision transformer that shapes tell.</summary>
internal static class VitReader
{
    private const string Encoder = "image_encoder";

    /// <summary>Completes what is known of the model already; official models stand in where shapes tell nothing.</summary>
    public static SamConfig Read(TensorShapes shapes, SamConfig config, IReadOnlyList<SamConfig> official)
    {
        int[] patch = shapes.Of($"{Encoder}.patch_embed.proj.weight", 4);
        (int width, int depth) = (patch[0], shapes.Count($"{Encoder}.blocks", "norm1.weight"));
        _ = shapes.Of($"{Encoder}.blocks.0.norm1.weight", 1);
        VitConfig vit = new()
        {
            Width = width,
            Depth = depth,
            MlpRatio = ArchitectureReader.Ratio(shapes.Of($"{Encoder}.blocks.0.mlp.lin1.weight", 2)[0], width),
            QkvBias = shapes.Contains($"{Encoder}.blocks.0.attn.qkv.bias"),
            UsesAbsolutePositions = shapes.Contains($"{Encoder}.pos_embed"),
            UsesRelativePositions = shapes.Contains($"{Encoder}.blocks.0.attn.rel_pos_h"),
        };
        int? grid = vit.UsesAbsolutePositions ? shapes.Of($"{Encoder}.pos_embed", 4)[1] : null;
        (VitConfig complete, int side) = vit.UsesRelativePositions ? WithWindows(shapes, vit, grid) : AsOfficial(shapes, vit, grid, official);
        return config with { PatchSize = patch[2], ImageSize = checked(patch[2] * side), Vit = complete };
    }

    /// <summary>A table of relative positions has a row for each distance, −(s−1) to s−1, in a window of side s or in the whole image.</summary>
    private static (VitConfig Vit, int Grid) WithWindows(TensorShapes shapes, VitConfig vit, int? grid)
    {
        int[][] tables = [.. Enumerable.Range(0, vit.Depth).Select(i => shapes.Of($"{Encoder}.blocks.{i}.attn.rel_pos_h", 2))];
        int[] sides = [.. tables.Select(t => (t[0] + 1) / 2)];
        int whole = grid ?? sides.Max();
        int[] windows = [.. sides.Where(s => s != whole).Distinct()];
        if (windows.Length > 1)
        {
            throw shapes.Fault($"the blocks have windows of {string.Join(", ", windows)} tokens in an image of {whole}; expected one size of windows.");
        }

        bool hasWindows = windows.Length == 1;
        if (!hasWindows && shapes.Contains("mask_decoder.hf_token.weight"))
        {
            throw shapes.Fault(
                "windows as large as the image leave no trace of which blocks see all of it, which HQ-SAM needs. Give the architecture as a file.");
        }

        return (vit with
        {
            Heads = vit.Width / Math.Min(tables[0][1], vit.Width),
            WindowSize = hasWindows ? windows[0] : 0,
            GlobalBlocks = hasWindows ? [.. Enumerable.Range(0, vit.Depth).Where(i => sides[i] == whole)] : [],
        }, whole);
    }

    private static (VitConfig Vit, int Grid) AsOfficial(TensorShapes shapes, VitConfig vit, int? grid, IReadOnlyList<SamConfig> official)
    {
        SamConfig like = official.FirstOrDefault(o => o.Vit is { } row && row.Width == vit.Width && row.Depth == vit.Depth) ?? throw shapes.Fault(
            $"without relative positions, the heads and windows of a vision transformer of width {vit.Width} and depth {vit.Depth} cannot be told. Give the "
                + "architecture as a file.");
        return (vit with { Heads = like.Vit!.Heads, WindowSize = like.Vit.WindowSize, GlobalBlocks = like.Vit.GlobalBlocks }, grid ?? like.GridSize);
    }
}

/// <summary>The Hiera that shapes tell: heads, windows and global blocks leave no trace, and are those of the published model of its size.</summary>
internal static class HieraReader
{
    private const string Trunk = "image_encoder.trunk";

    public static SamConfig Read(TensorShapes shapes, SamConfig config)
    {
        int width = shapes.Of($"{Trunk}.patch_embed.proj.weight", 4)[0], depth = shapes.Count($"{Trunk}.blocks", "norm1.weight");
        int[] starts = [0, .. Enumerable.Range(0, depth).Where(i => shapes.Contains($"{Trunk}.blocks.{i}.proj.weight")), depth];
        int[] stages = [.. starts.Zip(starts.Skip(1), (start, end) => end - start)];
        SamConfig like = SamConfig.Published.FirstOrDefault(o => o.Hiera is { } row && row.Width == width && row.Stages.SequenceEqual(stages))
            ?? throw shapes.Fault($"the heads, windows and global blocks of a Hiera of width {width} with stages of {string.Join(", ", stages)} blocks "
                + "cannot be told: no published SAM 2 has this size. Give the architecture as a file.");
        return config with
        {
            ImageSize = like.ImageSize,
            Vit = null,
            Hiera = like.Hiera! with
            {
                BackgroundSize = shapes.Of($"{Trunk}.pos_embed", 4)[2..],
                MlpRatio = ArchitectureReader.Ratio(shapes.Of($"{Trunk}.blocks.0.mlp.layers.0.weight", 2)[0], width),
            },
        };
    }
}

/// <summary>The TinyViT that shapes tell.</summary>
internal static class TinyVitReader
{
    private const string Layers = "image_encoder.layers";

    public static TinyVitConfig Read(TensorShapes shapes)
    {
        TinyVitConfig usual = new();
        int first = shapes.Of("image_encoder.patch_embed.seq.2.c.weight", 4)[0];
        int[][] perceptrons = [.. Enumerable.Range(1, TinyVitConfig.StageCount - 1).Select(i => shapes.Of($"{Layers}.{i}.blocks.0.mlp.fc1.weight", 2))];
        return usual with
        {
            Stages =
            [
                usual.Stages[0] with { Channels = first, Depth = shapes.Count($"{Layers}.0.blocks", "conv1.c.weight") },
                .. Enumerable.Range(1, TinyVitConfig.StageCount - 1).Select(i => ReadStage(shapes, i)),
            ],
            MlpRatio = perceptrons.Max(p => ArchitectureReader.Ratio(p[0], p[1])), // products are rounded down, so the greatest fits all
            ConvolutionRatio = ArchitectureReader.Ratio(shapes.Of($"{Layers}.0.blocks.0.conv1.c.weight", 4)[0], first),
            LocalKernel = shapes.Of($"{Layers}.1.blocks.0.local_conv.c.weight", 4)[2],
            Classes = shapes.Of("image_encoder.head.weight", 2)[0],
        };
    }

    private static TinyVitStage ReadStage(TensorShapes shapes, int index)
    {
        int channels = shapes.Of($"{Layers}.{index}.blocks.0.attn.qkv.weight", 2)[1];
        int[] biases = shapes.Of($"{Layers}.{index}.blocks.0.attn.attention_biases", 2); // a row for each head, a column for each distance in a window
        return new TinyVitStage(channels, shapes.Count($"{Layers}.{index}.blocks", "attn.qkv.weight"), biases[0], (int)Math.Round(Math.Sqrt(biases[1])));
    }
}

/// <summary>Names and shapes of a checkpoint, read with suspicion: a length that no network has is a fault.</summary>
internal sealed class TensorShapes(ICheckpoint checkpoint)
{
    private const long GreatestLength = 1 << 20;

    public string Path => checkpoint.Path;

    public bool Contains(string name) => checkpoint.Contains(name);

    /// <summary>The lengths of a tensor that must be there and of this rank.</summary>
    public int[] Of(string name, int rank)
    {
        if (!checkpoint.Contains(name))
        {
            throw new CheckpointException($"{Path}: there is no '{name}', which tells the architecture of a Segment Anything model. The file is incomplete; "
                + "get it again, or give the architecture to see all that is missing.");
        }

        TensorDescription found = checkpoint.Describe(name);
        if (found.Shape.Length != rank || found.Shape.Any(length => length is < 1 or > GreatestLength))
        {
            throw new CheckpointException($"{Path}: '{name}' has the shape [{string.Join(", ", found.Shape)}], expected {rank} lengths of at least 1.");
        }

        return [.. found.Shape.Select(length => (int)length)];
    }

    /// <summary>How many of <c>before.0.after</c>, <c>before.1.after</c>, … there are without a gap.</summary>
    public int Count(string before, string after)
    {
        int count = 0;
        while (Contains($"{before}.{count}.{after}"))
        {
            count++;
        }

        return count;
    }

    public CheckpointException Fault(string what) => new($"{Path}: {what}");
}
