using SeCo.Checkpoints;
using SeCo.Models.Sam;
using SeCo.Testing;

namespace SeCo.Models.Tests.Sam;

/// <summary>The small model of the golden set, whose architecture is that of the official ones.</summary>
internal static class TinySam
{
    /// <summary>Its shape (golden/sam/config.json).</summary>
    public static SamConfig Config { get; } = new()
    {
        Name = "tiny",
        ImageSize = 256,
        Channels = 32,
        Vit = new VitConfig { Width = 48, Depth = 4, Heads = 4, WindowSize = 7, GlobalBlocks = [1, 3] },
        Decoder = new MaskDecoderConfig { Heads = 4, MlpWidth = 64, IouHeadWidth = 32 },
    };

    /// <summary>The model with its values.</summary>
    public static SamModel Load()
    {
        string weights = SharedData.Require("golden/sam/tiny_sam.safetensors"); // before anything is made that a skipped test would leave behind
        SamModel model = new(Config);
        using ICheckpoint checkpoint = CheckpointFile.Open(weights);
        model.LoadState(checkpoint);
        return model;
    }
}
