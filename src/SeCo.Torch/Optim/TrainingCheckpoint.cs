using System.Globalization;
using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Torch.Nn;

namespace SeCo.Torch.Optim;

/// <summary>Saves and restores a <see cref="TrainingState"/> as one safetensors file, whose notes hold the step and the generators as JSON.</summary>
/// <remarks>
/// One file, written under a temporary name and then moved: whenever the run is killed, a whole checkpoint remains. The tensors are named
/// <c>model/…</c>, <c>optimizer/…</c> and <c>other/NAME/…</c>, so any reader of safetensors can take the weights out.
/// </remarks>
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
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
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
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
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

    private static string Compose(TrainingState state)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteNumber("step", state.Step);
            json.WriteStartObject("generators");
            foreach ((string name, RandomSource generator) in state.Generators.OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                json.WriteStartArray(name);
                foreach (ulong word in generator.State)
                {
                    json.WriteStringValue(word.ToString("x16", CultureInfo.InvariantCulture));
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteStartObject("notes");
            foreach ((string name, string text) in state.Notes)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Parse(string path, string note, TrainingState state)
    {
        using JsonDocument document = JsonDocument.Parse(note);
        JsonElement root = document.RootElement;
        if (root.GetProperty("version").GetInt32() != FormatVersion)
        {
            throw new CheckpointException(
                $"{path}: the training checkpoint has version {root.GetProperty("version")}; this program reads version {FormatVersion}.");
        }

        JsonElement generators = root.GetProperty("generators");
        string[] saved = [.. generators.EnumerateObject().Select(g => g.Name)];
        string[] missing = [.. state.Generators.Keys.Except(saved)];
        string[] unexpected = [.. saved.Except(state.Generators.Keys)];
        if (missing.Length + unexpected.Length > 0)
        {
            throw new CheckpointException(path, [.. missing.Select(n => $"generator {n}")], [.. unexpected.Select(n => $"generator {n}")], []);
        }

        foreach ((string name, RandomSource generator) in state.Generators)
        {
            JsonElement words = generators.GetProperty(name);
            generator.State =
                [.. words.EnumerateArray().Select(w => ulong.Parse(w.GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
        }

        state.Step = root.GetProperty("step").GetInt64();
        state.Notes.Clear();
        foreach (JsonProperty entry in root.GetProperty("notes").EnumerateObject())
        {
            state.Notes[entry.Name] = entry.Value.GetString()!;
        }
    }
}
