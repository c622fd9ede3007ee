using System.Text;
using System.Text.Json;
using SeCo.Labels;
using SeCo.Models;

namespace SeCo.Prediction;

/// <summary>The JSON of <see cref="NetworkNotes"/>. Every value that is read is checked: the file may come from anywhere.</summary>
internal static class NetworkNotesJson
{
    private const int FormatVersion = 1;
    private const int MostOutputs = 4096;
    private const int LongestName = 200;
    private const int LongestText = 1 << 20;
    private const int LargestSide = 1 << 15;

    /// <summary>The notes as JSON; the same notes give the same text.</summary>
    public static string Compose(NetworkNotes notes)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteString("network", notes.Network);
            WriteSet(json, "output_classes", notes.Mapping.From);
            WriteSet(json, "classes", notes.Mapping.To);
            json.WriteStartArray("targets");
            foreach (int target in notes.Mapping.Targets)
            {
                json.WriteNumberValue(target);
            }

            json.WriteEndArray();
            json.WriteNumber("input_width", notes.InputWidth);
            json.WriteNumber("input_height", notes.InputHeight);
            json.WriteString("role", notes.Role == CheckpointRole.Teacher ? "teacher" : "student");
            json.WriteNumber("epoch", notes.Epoch);
            json.WriteString("criterion", notes.Criterion);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="JsonException">It is no JSON, or a value is out of range.</exception>
    public static NetworkNotes Parse(string text)
    {
        if (text.Length > LongestText)
        {
            throw new JsonException($"it has {text.Length} characters, expected at most {LongestText}.");
        }

        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        int version = Whole(root, "version", 0, int.MaxValue);
        Require(version == FormatVersion, $"it has version {version}, this program reads {FormatVersion}.");
        string network = Name(root.GetProperty("network"));
        _ = SegmentationNetworks.Find(network);
        ClassSet outputs = ReadSet(root.GetProperty("output_classes"));
        ClassSet answered = ReadSet(root.GetProperty("classes"));
        JsonElement list = root.GetProperty("targets");
        Require(list.GetArrayLength() is var count && count >= outputs.Count && count <= MostOutputs, $"targets has {list.GetArrayLength()} entries, expected {outputs.Count} to {MostOutputs}.");
        int[] targets = [.. list.EnumerateArray().Select(t => t.GetInt32())];
        (int width, int height) = (Whole(root, "input_width", 0, LargestSide), Whole(root, "input_height", 0, LargestSide));
        Require((width == 0) == (height == 0), $"input_width and input_height are {width} and {height}, expected both 0 or none.");
        string role = Name(root.GetProperty("role"));
        Require(role is "student" or "teacher", $"role is '{role}', expected student or teacher.");
        JsonElement criterion = root.GetProperty("criterion");
        return new NetworkNotes
        {
            Network = network,
            Mapping = ClassMapping.Of(outputs, answered, targets),
            InputWidth = width,
            InputHeight = height,
            Role = role == "teacher" ? CheckpointRole.Teacher : CheckpointRole.Student,
            Epoch = Whole(root, "epoch", 0, int.MaxValue),
            Criterion = criterion.ValueKind == JsonValueKind.Null ? null : Name(criterion),
        };
    }

    // The whole set, not only its name: sets of one's own are files that need not be where the weights go.
    private static void WriteSet(Utf8JsonWriter json, string name, ClassSet set)
    {
        json.WriteStartObject(name);
        json.WriteString("name", set.Name);
        json.WriteStartArray("classes");
        foreach (SegmentationClass c in set.Classes)
        {
            json.WriteStartObject();
            json.WriteString("name", c.Name);
            json.WriteString("kind", c.Kind == ClassKind.Thing ? "thing" : "stuff");
            json.WriteString("color", $"{c.Color.R:x2}{c.Color.G:x2}{c.Color.B:x2}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ClassSet ReadSet(JsonElement element)
    {
        JsonElement list = element.GetProperty("classes");
        Require(list.GetArrayLength() is >= 1 and <= 255, $"a class set has {list.GetArrayLength()} classes, expected 1 to 255.");
        ClassSet set = new(Name(element.GetProperty("name")), [.. list.EnumerateArray().Select(ReadClass)]);

        // A set of this project's has maps from other sets, which the note does not hold.
        return ClassSet.Names.Contains(set.Name, StringComparer.Ordinal) && ClassSet.Named(set.Name) is var own && own.Classes.SequenceEqual(set.Classes) ? own : set;
    }

    private static SegmentationClass ReadClass(JsonElement element, int id)
    {
        string kind = Name(element.GetProperty("kind"));
        Require(kind is "thing" or "stuff", $"the kind of class {id} is '{kind}', expected thing or stuff.");
        byte[] color = Convert.FromHexString(Name(element.GetProperty("color")));
        Require(color.Length == 3, $"the color of class {id} has {color.Length} bytes, expected 3.");
        return new SegmentationClass(id, Name(element.GetProperty("name")), (color[0], color[1], color[2]), kind == "thing" ? ClassKind.Thing : ClassKind.Stuff);
    }

    private static string Name(JsonElement element)
    {
        string text = element.GetString() ?? throw new JsonException("null was found, expected a text.");
        Require(text.Length is > 0 and <= LongestName && !text.Any(char.IsControl), $"a name of {text.Length} characters was found, expected 1 to {LongestName} and none for control.");
        return text;
    }

    private static int Whole(JsonElement root, string name, int least, int most)
    {
        int value = root.GetProperty(name).GetInt32();
        Require(value >= least && value <= most, $"{name} is {value}, expected {least} to {most}.");
        return value;
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new JsonException(fault);
        }
    }
}
