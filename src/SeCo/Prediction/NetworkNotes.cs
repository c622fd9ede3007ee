using System.Text.Json;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Torch.Checkpoints;

namespace SeCo.Prediction;

/// <summary>What a file of weights says of itself, so that it can be used alone: the network, its classes and how it looked at images.</summary>
/// <remarks>Kept as one JSON text among the notes (<c>__metadata__</c>) of a safetensors file, beside the weights under the network's own names.</remarks>
public sealed record NetworkNotes
{
    /// <summary>The name of the note in the file.</summary>
    public const string NoteName = "seco.network";

    /// <summary>The network's name, one of <see cref="SegmentationNetworks"/>.</summary>
    public required string Network { get; init; }

    /// <summary>The class set of its outputs, the class set that is answered in, and which output means which class.</summary>
    public required ClassMapping Mapping { get; init; }

    /// <summary>Columns that images are brought to first; 0 for their own size.</summary>
    public int InputWidth { get; init; }

    /// <summary>Rows that images are brought to first; 0 for their own size.</summary>
    public int InputHeight { get; init; }

    /// <summary>Whether these are a teacher's weights, the running mean of the network that was trained.</summary>
    public CheckpointRole Role { get; init; }

    /// <summary>Epochs of training done.</summary>
    public int Epoch { get; init; }

    /// <summary>What the epoch was chosen by, as <c>pseudo_labels</c>; null where it was not chosen but is the last.</summary>
    public string? Criterion { get; init; }

    /// <summary>The notes for a safetensors file; <see cref="From"/> reads them again.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata() => new Dictionary<string, string> { [NoteName] = NetworkNotesJson.Compose(this) };

    /// <summary>Reads the notes of a file, which is not trusted.</summary>
    /// <param name="path">The file; for messages.</param>
    /// <param name="metadata">All notes of the file, as <see cref="SafetensorsFile.Metadata"/> gives them.</param>
    /// <returns>The notes; null where the file has none: it was written by another program.</returns>
    /// <exception cref="CheckpointException">They are malformed, of a later version, or name a network that is not known.</exception>
    public static NetworkNotes? From(string path, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue(NoteName, out string? text))
        {
            return null;
        }

        try
        {
            return NetworkNotesJson.Parse(text);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CheckpointException(
                $"{path}: the note '{NoteName}' cannot be used: {fault.Message} Name the network and its classes yourself (--model, --model-classes).", fault);
        }
    }
}
