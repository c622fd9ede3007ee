using SeCo.Checkpoints;
using SeCo.DrawnScenes;
using SeCo.Labels;
using SeCo.Models.EspNet;
using SeCo.Prediction;
using SeCo.Torch;
using SeCo.Torch.Nn;

namespace SeCo.Cli.Tests.Fixtures;

/// <summary>Weights of an ESPNet that has learnt nothing.</summary>
internal static class SmallNetwork
{
    /// <summary>Writes weights for the classes of drawn scenes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="notes">Whether they say what they are.</param>
    public static string Write(string path, bool notes)
    {
        ClassSet classes = DrawnClasses.Set;
        using EspNet network = new(EspNetConfig.Cityscapes with { Classes = classes.Count }, new RandomSource(4));
        NetworkNotes said = new()
        {
            Network = "espnet", Mapping = ClassMapping.Of(classes, classes, [.. Enumerable.Range(0, classes.Count)]), InputWidth = 80, InputHeight = 48,
        };
        SafetensorsWriter.Write(
            path, network.StateDictionary().ToSources(),
            notes ? said.ToMetadata() : null);
        return path;
    }
}
