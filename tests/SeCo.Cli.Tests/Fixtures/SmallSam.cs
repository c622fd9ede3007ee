using SeCo.Models.Sam;

namespace SeCo.Cli.Tests.Fixtures;

/// <summary>A Segment Anything model small enough for tests.</summary>
internal static class SmallSam
{
    /// <summary>Its shape: images of 64 x 64, two blocks.</summary>
    public static SamConfig Config { get; } = SamConfig.VitB with
    {
        Name = "small",
        ImageSize = 64,
        Channels = 32,
        Vit = new VitConfig { Width = 32, Depth = 2, Heads = 2, GlobalBlocks = [1], WindowSize = 3 },
        Decoder = new MaskDecoderConfig { Heads = 4, MlpWidth = 64, IouHeadWidth = 32 },
    };

    /// <summary>Writes its shape as JSON.</summary>
    /// <returns>The path.</returns>
    public static string WriteArchitecture(string path)
    {
        File.WriteAllText(path, Config.ToJson());
        return path;
    }

    /// <summary>Writes a checkpoint with random weights.</summary>
    /// <returns>The path.</returns>
    public static string WriteWeights(string path, ulong seed = 3)
    {
        SamCheckpoint.WriteRandom(path, Config, seed);
        return path;
    }
}
