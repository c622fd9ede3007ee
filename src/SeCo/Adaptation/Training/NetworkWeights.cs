using SeCo.Configuration;
using SeCo.Prediction;
using SeCo.Torch.Checkpoints;

namespace SeCo.Adaptation.Training;

/// <summary>Writes weights alone, under the network's own names, with notes that make the file usable without anything else.</summary>
internal static class NetworkWeights
{
    /// <summary>Writes the weights of the network that is delivered, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parts">The training.</param>
    /// <param name="options">The settings.</param>
    /// <param name="epoch">Epochs done.</param>
    /// <param name="criterion">What has chosen the epoch; null where it is just the last.</param>
    public static void Write(string path, TrainingParts parts, AdaptationOptions options, int epoch, SelectionCriterion? criterion)
    {
        NetworkNotes notes = new()
        {
            Network = parts.Network,
            Mapping = parts.Mapping,
            InputWidth = options.Views.InputWidth,
            InputHeight = options.Views.InputHeight,
            Role = parts.Role,
            Epoch = epoch,
            Criterion = criterion is SelectionCriterion chosen ? OptionsWriter.NameOf(chosen) : null,
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        SafetensorsWriter.Write(
            path, parts.Delivered.StateDictionary().Select(t => new TensorSource(t.Key, t.Value.DType, [.. t.Value.Shape], () => t.Value.ToBytes())), notes.ToMetadata());
    }
}
