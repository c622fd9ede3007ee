using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SeCo.RunFiles;

/// <summary>A record as one line of JSON: a note inside a file of weights.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="content">How the record is written, in one line.</param>
internal sealed class JsonNote<T>(JsonTypeInfo<T> content)
    where T : class
{
    /// <summary>The record as JSON; the same record gives the same text.</summary>
    public string Write(T record) => JsonSerializer.Serialize(record, content);

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public T Read(string text) => JsonSerializer.Deserialize(text, content) ?? throw new JsonException("the note is null");
}

/// <summary>What a file of weights says of itself. Its own <see cref="Version"/> takes the place of a file's format.</summary>
internal sealed record NetworkNote
{
    /// <summary>The note.</summary>
    public static JsonNote<NetworkNote> Json { get; } = new(RunFileJson.OneLine.NetworkNote);

    /// <summary>Version of the note.</summary>
    public required int Version { get; init; }

    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>The class set of its outputs.</summary>
    public required ClassSetNote OutputClasses { get; init; }

    /// <summary>The class set that is answered in.</summary>
    public required ClassSetNote Classes { get; init; }

    /// <summary>The class of each output, -1 where it has none.</summary>
    public required IReadOnlyList<int> Targets { get; init; }

    /// <summary>Columns that images are brought to; 0 for their own.</summary>
    public required int InputWidth { get; init; }

    /// <summary>Rows that images are brought to; 0 for their own.</summary>
    public required int InputHeight { get; init; }

    /// <summary><c>student</c> or <c>teacher</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Epochs of training done.</summary>
    public required int Epoch { get; init; }

    /// <summary>What chose the epoch; null where it is just the last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Criterion { get; init; }
}

/// <summary>A class set, with everything that its file says: sets of a user's own need not be where the weights go.</summary>
internal sealed record ClassSetNote(string Name, IReadOnlyList<ClassNote> Classes);

/// <summary>A class: its name, <c>thing</c> or <c>stuff</c>, and its colour as six hexadecimal digits.</summary>
internal sealed record ClassNote(string Name, string Kind, string Color);

/// <summary>What a training's checkpoint remembers beside its tensors.</summary>
internal sealed record TrainingNote
{
    /// <summary>The note.</summary>
    public static JsonNote<TrainingNote> Json { get; } = new(RunFileJson.OneLine.TrainingNote);

    /// <summary>Sum of the losses of the steps since the last evaluated epoch.</summary>
    public required double LossSum { get; init; }

    /// <summary>Number of these steps.</summary>
    public required long LossSteps { get; init; }

    /// <summary>Images trained on.</summary>
    public required long Images { get; init; }

    /// <summary>Seconds of training.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Seconds of these in which the network waited for crops.</summary>
    public required double WaitedSeconds { get; init; }

    /// <summary>Seconds of evaluation.</summary>
    public required double EvaluationSeconds { get; init; }

    /// <summary>The loss curve as a text of its own; null in checkpoints older than it.</summary>
    public string? Curve { get; init; }

    /// <summary>The epochs that were evaluated.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }
}
