namespace SeCo.Models.Sam;

/// <summary>The plain vision transformer that shapes tell.</summary>
internal static class VitReader
{
    private const string Encoder = "image_encoder";

    /// <param name="shapes">The checkpoint.</param>
    /// <param name="config">What is known of the model already.</param>
    /// <param name="official">Models whose rows stand in where shapes tell nothing.</param>
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
