using System.Text.Json;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Adaptation;

/// <summary>Writes a split: <c>split.json</c> with the measures of every image, and UniMatch's two lists.</summary>
public static class SplitFiles
{
    /// <summary>The file of measures.</summary>
    public const string Measures = "split.json";

    /// <summary>The list of labelled images.</summary>
    public const string LabelledList = "labelled.txt";

    /// <summary>The list of unlabelled images.</summary>
    public const string UnlabelledList = "unlabelled.txt";

    /// <summary>Writes the three files, each whole or not at all.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="images">What was measured.</param>
    /// <param name="split">The split of these images.</param>
    /// <param name="rule">The rule that was in force.</param>
    /// <param name="classes">The class set.</param>
    /// <param name="line">Image and label of a name, as the lists hold them.</param>
    public static void Write(string folder, IReadOnlyList<ImageTrust> images, ImageSplit split, SplitRule rule, ClassSet classes, Func<string, string> line)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(line);
        AtomicFile.Write(Path.Combine(folder, Measures), stream => WriteMeasures(stream, images, split, rule, classes));
        AtomicFile.WriteAllText(Path.Combine(folder, LabelledList), string.Concat(split.Labelled.Select(name => line(name) + "\n")));
        AtomicFile.WriteAllText(Path.Combine(folder, UnlabelledList), string.Concat(split.Unlabelled.Select(name => line(name) + "\n")));
    }

    /// <summary>Reads the numbers of labelled, unlabelled and held-out images from the file of measures.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <returns>The numbers; null where the file is missing or malformed.</returns>
    public static (int Labelled, int Unlabelled, int HeldOut)? ReadCounts(string folder)
    {
        string path = Path.Combine(folder, Measures);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return (Count("labelled"), Count("unlabelled"), Count("held_out"));

            int Count(string name) => json.RootElement.GetProperty(name).GetInt32();
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void WriteMeasures(Stream stream, IReadOnlyList<ImageTrust> images, ImageSplit split, SplitRule rule, ClassSet classes)
    {
        HashSet<string> labelled = [.. split.Labelled], unlabelled = [.. split.Unlabelled], heldOut = [.. split.HeldOut];
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("rule", Configuration.OptionsWriter.NameOf(rule));
        json.WriteNumber("labelled", labelled.Count);
        json.WriteNumber("unlabelled", unlabelled.Count);
        json.WriteNumber("held_out", heldOut.Count);
        json.WriteStartArray("images");
        foreach (ImageTrust image in images)
        {
            json.WriteStartObject();
            json.WriteString("name", image.Name);
            json.WriteBoolean("labelled", labelled.Contains(image.Name));
            json.WriteBoolean("unlabelled", unlabelled.Contains(image.Name));
            json.WriteBoolean("held_out", heldOut.Contains(image.Name));
            json.WriteNumber("trust", Rounded(image.Trust));
            json.WriteNumber("coverage", Rounded(image.Coverage));
            json.WriteStartObject("classes");
            for (int c = 0; c < classes.Count; c++)
            {
                if (image.PerClass[c] > 0)
                {
                    json.WriteNumber(classes.Classes[c].Name, Rounded(image.PerClass[c]));
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static double Rounded(double share) => Math.Round(share, 6);
}
