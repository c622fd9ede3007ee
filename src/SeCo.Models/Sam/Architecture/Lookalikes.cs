using SeCo.Checkpoints;

namespace SeCo.Models.Sam;

/// <summary>Files that somebody could take for a checkpoint of Segment Anything, version 1, and what to do with them.</summary>
internal static class Lookalikes
{
    private const string Wanted = "Needed is a checkpoint of Segment Anything, version 1 (sam_vit_b, sam_vit_l, sam_vit_h) or MobileSAM";

    private static readonly (string Part, string Family)[] Families =
    [
        ("memory_attention.", "SAM 2, whose networks are others"),
        ("sam_mask_decoder.", "SAM 2, whose networks are others"),
        ("image_encoder.trunk.", "SAM 2, whose networks are others"),
        ("mask_decoder.hf_token.", "HQ-SAM, whose mask decoder has more parts"),
        ("mask_decoder.compress_vit_feat.", "HQ-SAM, whose mask decoder has more parts"),
        ("shared_image_embedding.", "a SAM of Hugging Face's transformers, with other names. Take the original file instead"),
        ("vision_encoder.", "a SAM of Hugging Face's transformers, with other names. Take the original file instead"),
        ("image_encoder.neck.0.conv.", "EfficientSAM or a like model, with other networks"),
        ("image_encoder.backbone.", "a SAM with another image encoder"),
    ];

    private static readonly string[] Parts = ["image_encoder.", "prompt_encoder.", "mask_decoder."];

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

        string[] absent = [.. Parts.Where(p => !checkpoint.Names.Any(n => n.StartsWith(p, StringComparison.Ordinal)))];
        if (absent.Length == 0)
        {
            return;
        }

        string seen = absent.Length < Parts.Length || LooksLikeEncoder(checkpoint)
            ? $"this is a part of a model only: there is no {string.Join(" and no ", absent.Select(p => $"'{p}*'"))} among {checkpoint.Names.Count} tensors"
            : $"this is no checkpoint of Segment Anything: none of its {checkpoint.Names.Count} tensors is named image_encoder.*, prompt_encoder.* or "
                + $"mask_decoder.*{First(checkpoint)}";
        throw new CheckpointException($"{checkpoint.Path}: {seen}. {Wanted}.");
    }

    private static bool LooksLikeEncoder(ICheckpoint checkpoint) =>
        checkpoint.Contains("patch_embed.proj.weight") || checkpoint.Contains("patch_embed.seq.0.c.weight");

    private static string First(ICheckpoint checkpoint) => checkpoint.Names.Count == 0 ? "" : $"; the first is '{checkpoint.Names[0]}'";
}
