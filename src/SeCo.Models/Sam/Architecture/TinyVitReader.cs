using SeCo.Models.Sam.TinyVit;

namespace SeCo.Models.Sam;

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
