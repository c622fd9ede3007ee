using System.Text.Json.Serialization.Metadata;

namespace SeCo.RunFiles;

/// <summary>A record as one line of JSON: a note inside a file of weights.</summary>
internal sealed class JsonNote<T>(JsonTypeInfo<T> content)
    where T : class
{
    /// <summary>The record as JSON; the same record gives the same text.</summary>
    public string Write(T record) => JsonSerializer.Serialize(record, content);

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public T Read(string text) => JsonSerializer.Deserialize(text, content) ?? throw new JsonException("the note is null");
}

/// <summary>What a file of weights says of itself.</summary>
/// <param name="Version">Version of the note; it takes the place of a file's format.</param>
/// <param name="Network">The network's name.</param>
/// <param name="OutputClasses">The class set of its outputs.</param>
/// <param name="Classes">The class set that is answered in.</param>
/// <param name="Targets">The class of each output, -1 where it has none.</param>
/// <param name="InputWidth">Columns that images are brought to; 0 for their own.</param>
/// <param name="InputHeight">Rows that images are brought to; 0 for their own.</param>
/// <param name="Role"><c>student</c> or <c>teacher</c>.</param>
/// <param name="Epoch">Epochs of training done.</param>
/// <param name="Criterion">What chose the epoch; null where it is just the last.</param>
internal sealed record NetworkNote(
    int Version, string Network, ClassSetRecord OutputClasses, ClassSetRecord Classes, IReadOnlyList<int> Targets, int InputWidth, int InputHeight,
    string Role, int Epoch, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Criterion)
{
    public static JsonNote<NetworkNote> Json { get; } = new(RunFileJson.OneLine.NetworkNote);

    /// <summary>The texts that describe the network, where its name alone does not.</summary>
    public DescriptionNote? Description { get; init; }
}

/// <summary>A Hugging Face network: its <c>config.json</c> and <c>preprocessor_config.json</c>, as texts.</summary>
internal sealed record DescriptionNote(string Config, string Preprocessor);

/// <summary>What a training's checkpoint remembers beside its tensors: losses are of the steps since the last evaluated epoch, waited are the seconds in which
/// the network waited for crops.</summary>
internal sealed record TrainingNote(double LossSum, long LossSteps, long Images, double TrainingSeconds, double WaitedSeconds, double EvaluationSeconds)
{
    public static JsonNote<TrainingNote> Json { get; } = new(RunFileJson.OneLine.TrainingNote);

    /// <summary>The loss curve as a text of its own; null in checkpoints older than it.</summary>
    public string? Curve { get; init; }

    /// <summary>The epochs that were evaluated.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }
}
