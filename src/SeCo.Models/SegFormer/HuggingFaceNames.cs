using System.Text.RegularExpressions;

namespace SeCo.Models.SegFormer;

/// <summary>The names of Hugging Face's SegFormer: transformers 5 has others in memory than in files, and a plain <c>torch.save</c> writes those.</summary>
internal static partial class HuggingFaceNames
{
    private static readonly Dictionary<string, string> BlockParts = new(StringComparer.Ordinal)
    {
        ["layernorm_before"] = "layer_norm_1",
        ["layernorm_after"] = "layer_norm_2",
        ["attention.q_proj"] = "attention.self.query",
        ["attention.k_proj"] = "attention.self.key",
        ["attention.v_proj"] = "attention.self.value",
        ["attention.o_proj"] = "attention.output.dense",
        ["attention.sequence_reduction.sequence_reduction"] = "attention.self.sr",
        ["attention.sequence_reduction.layer_norm"] = "attention.self.layer_norm",
        ["mlp.fc1"] = "mlp.dense1",
        ["mlp.fc2"] = "mlp.dense2",
    };

    /// <summary>Whether a state dictionary has the names of memory.</summary>
    public static bool AreOfMemory(IReadOnlyList<string> names) => names.Any(name => name.StartsWith("segformer.stages.", StringComparison.Ordinal));

    /// <summary>The name that a tensor has in files; a name that is unknown stays as it is.</summary>
    public static string InFiles(string name)
    {
        Match part = BlockPart().Match(name);
        name = part.Success && BlockParts.TryGetValue(part.Groups[2].Value, out string? own) ? $"{part.Groups[1]}{own}{part.Groups[3]}" : name;
        name = Block().Replace(name, "segformer.encoder.block.$1.$2.");
        name = Stage().Replace(name, "segformer.encoder.$2.$1.");
        return name.Replace("decode_head.linear_projections.", "decode_head.linear_c.", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(segformer\.stages\.\d+\.blocks\.\d+\.)(.+)(\.\w+)$")]
    private static partial Regex BlockPart();

    [GeneratedRegex(@"^segformer\.stages\.(\d+)\.blocks\.(\d+)\.")]
    private static partial Regex Block();

    [GeneratedRegex(@"^segformer\.stages\.(\d+)\.(patch_embeddings|layer_norm)\.")]
    private static partial Regex Stage();
}
