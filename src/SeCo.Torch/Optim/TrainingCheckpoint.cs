using System.Text.Json;
using System.Text.Json.Serialization;
using SeCo.Torch.Nn;

namespace SeCo.Torch.Optim;

/// <summary>Saves and restores a <see cref="TrainingState"/> as one safetensors file, whose notes hold the step and the generators as JSON.</summary>
/// <remarks>One file, written under a temporary name and then moved: whenever the run is killed, a whole checkpoint remains. The tensors are named
/// <c>model/…</c>, <c>optimizer/…</c> and <c>other/NAME/…</c>, so any reader of safetensors can take the weights out.</remarks>
public static class TrainingCheckpoint
{
    private const string NoteName = "seco.training";
    private const int FormatVersion = 1;

    /// <summary>Writes the state; an older file is replaced only when the new one is complete. The same state gives the same bytes.</summary>
    public static void Save(string path, TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(state);
        IEnumerable<TensorSource> tensors = Modules(state).SelectMany(m => m.Module.StateDictionary().ToSources(m.Prefix))
            .Concat(state.Optimizer.StateDictionary().ToSources("optimizer/"));
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { [NoteName] = Compose(state) });
    }

    /// <summary>Fills a state, made with the same networks, optimiser and generators, from a file.</summary>
    /// <exception cref="CheckpointException">The file is no training checkpoint or does not fit the state. The state may then be filled in part;
    /// discard it.</exception>
    public static void Load(string path, TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(NoteName, out string? note))
        {
            throw new CheckpointException(
                $"{path}: this is no training checkpoint: it lacks the note '{NoteName}'. To load weights only, use Module.LoadState.");
        }

        try
        {
            Parse(path, note, state);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException)
        {
            throw new CheckpointException($"{path}: the note '{NoteName}' cannot be used: {exception.Message}", exception);
        }

        foreach ((string prefix, Module module) in Modules(state))
        {
            module.LoadState(Part(file, prefix));
        }

        state.Optimizer.LoadState(Part(file, "optimizer/"));
    }

    private static IEnumerable<(string Prefix, Module Module)> Modules(TrainingState state) =>
        state.OtherModels.Select(m => ($"other/{m.Key}/", m.Value)).Prepend(("model/", state.Model));

    private static ICheckpoint Part(SafetensorsFile file, string prefix) =>
        file.Renamed(name => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null);

    private static string Compose(TrainingState state) => JsonSerializer.Serialize(
        new TrainingNote(
            FormatVersion,
            state.Step,
            new(state.Generators.ToDictionary(g => g.Key, g => g.Value.State.Select(word => word.ToString("x16")).ToArray()), StringComparer.Ordinal),
            new(state.Notes, StringComparer.Ordinal)),
        TrainingNotes.Default.TrainingNote);

    private static void Parse(string path, string text, TrainingState state)
    {
        TrainingNote note = JsonSerializer.Deserialize(text, TrainingNotes.Default.TrainingNote) ?? throw new JsonException("It is null.");
        if (note.Version != FormatVersion)
        {
            throw new CheckpointException($"{path}: the training checkpoint has version {note.Version}; this program reads version {FormatVersion}.");
        }

        string[] missing = [.. state.Generators.Keys.Except(note.Generators.Keys)];
        string[] unexpected = [.. note.Generators.Keys.Except(state.Generators.Keys)];
        if (missing.Length + unexpected.Length > 0)
        {
            throw new CheckpointException(path, [.. missing.Select(n => $"generator {n}")], [.. unexpected.Select(n => $"generator {n}")], []);
        }

        foreach ((string name, RandomSource generator) in state.Generators)
        {
            generator.State = [.. note.Generators[name].Select(word => ulong.Parse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
        }

        state.Step = note.Step;
        state.Notes.Clear();
        foreach ((string name, string value) in note.Notes)
        {
            state.Notes[name] = value;
        }
    }
}

/// <summary>The note of a training checkpoint: steps, the state of each generator in words of 16 hexadecimal digits, what else the run remembers.</summary>
internal sealed record TrainingNote(int Version, long Step, SortedDictionary<string, string[]> Generators, SortedDictionary<string, string> Notes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrainingNote))]
internal sealed partial class TrainingNotes : JsonSerializerContext;
