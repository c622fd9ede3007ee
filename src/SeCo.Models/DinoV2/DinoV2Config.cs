namespace SeCo.Models.DinoV2;

/// <summary>The shape of a DINOv2. Source: Oquab et al. 2023; Darcet et al. 2023 (registers); Meta's <c>vision_transformer.py</c>.</summary>
public sealed record DinoV2Config
{
    private const long LargestLength = 1 << 14;

    /// <summary>Length of a token: 384 (ViT-S), 768 (ViT-B) or 1024 (ViT-L), 64 for each head. Default: 384.</summary>
    public int Width { get; init; } = 384;

    /// <summary>Number of blocks: 12, or 24 (ViT-L). Default: 12.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>Tokens beside the patches that collect what belongs to no place: 0 or 4. Default: 0.</summary>
    public int Registers { get; init; }

    /// <summary>Side of a patch, in pixels. Default: 14.</summary>
    public int PatchSize { get; init; } = 14;

    /// <summary>Side of the table of positions, in patches. Default: 37, for images of 518 pixels.</summary>
    public int GridSize { get; init; } = 37;

    /// <summary>Attention heads of a block.</summary>
    public int Heads => Width / 64;

    /// <summary>Finds the shape in the tensors of a file.</summary>
    /// <param name="checkpoint">Tensors under Meta's names.</param>
    /// <exception cref="CheckpointException">It is no DINOv2, or one of a kind that is not known here.</exception>
    public static DinoV2Config Of(ICheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        int[] positions = Shape("pos_embed", 3), patches = Shape("patch_embed.proj.weight", 4);
        int depth = Enumerable.Range(0, 1 << 10).TakeWhile(i => checkpoint.Contains($"blocks.{i}.norm1.weight")).Count();
        int grid = (int)Math.Round(Math.Sqrt(positions[1] - 1));
        if (checkpoint.Contains("blocks.0.mlp.w12.weight") || checkpoint.Contains("blocks.0.mlp.weights_in.weight"))
        {
            throw Fault("is the giant DINOv2 (ViT-g), whose gated layers are not known here; take ViT-S, ViT-B or ViT-L");
        }

        return depth > 0 && checkpoint.Contains("blocks.0.ls1.gamma") && positions[1] == (grid * grid) + 1 && grid > 0 && positions[2] % 64 == 0
            ? new DinoV2Config
            {
                Width = positions[2], Depth = depth, Registers = checkpoint.Contains("register_tokens") ? Shape("register_tokens", 3)[1] : 0,
                PatchSize = patches[3], GridSize = grid,
            }
            : throw Fault($"is no DINOv2: found {depth} blocks and positions [{string.Join(", ", positions)}]; expected blocks with ls1.gamma, a square of "
                + "positions and one more, and a width of 64 for each head");

        int[] Shape(string name, int rank) => checkpoint.Contains(name) && checkpoint.Describe(name).Shape is var shape && shape.Length == rank
            && shape.All(length => length is > 0 and <= LargestLength)
                ? [.. shape.Select(length => (int)length)]
                : throw Fault($"is no DINOv2: expected {name} of {rank} lengths. Take dinov2_vits14_pretrain.pth or another of Meta's "
                    + "(dinov2_vit{s,b,l}14[_reg4]_pretrain.pth), or model.safetensors of facebook/dinov2-small, -base or -large");

        CheckpointException Fault(string what) => new($"{checkpoint.Path}: {what}.");
    }
}
