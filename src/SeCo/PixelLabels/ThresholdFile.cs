using System.Text.Json;
using SeCo.Datasets;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.PixelLabels;

/// <summary>The file <c>thresholds.json</c>: the thresholds, and what they were made from.</summary>
internal static class ThresholdFile
{
    /// <summary>The file's content. The same statistics and options give the same bytes.</summary>
    public static byte[] Compose(ClassSet classes, PixelLabelOptions options, string settings, LabelStatistics statistics, ClassThresholds thresholds)
    {
        using MemoryStream memory = new();
        using (Utf8JsonWriter json = new(memory, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("settings", settings);
            json.WriteString("statistics", statistics.Hash);
            json.WriteString("class_set", classes.Name);
            json.WriteString("source", options.Source.ToString());
            json.WriteString("policy", options.Policy.ToString());
            json.WriteNumber("portion", options.Portion);
            json.WriteNumber("images", statistics.Images);
            json.WriteStartArray("thresholds");
            for (int c = 0; c < thresholds.Levels.Count; c++)
            {
                json.WriteStartObject();
                json.WriteNumber("id", c);
                json.WriteString("name", classes.Classes[c].Name);
                json.WriteNumber("threshold", thresholds[c]);
                json.WriteNumber("level", thresholds.Levels[c]);
                json.WriteNumber("predicted", statistics.Confidences.Count(c));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        memory.WriteByte((byte)'\n');
        return memory.ToArray();
    }

    /// <summary>Reads the thresholds where the file exists and was made with these settings; null otherwise.</summary>
    /// <exception cref="DatasetException">The file is damaged.</exception>
    public static ClassThresholds? Load(string path, ClassSet classes, string settings)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.GetProperty("settings").GetString() != settings)
            {
                return null;
            }

            int[] levels = [.. json.RootElement.GetProperty("thresholds").EnumerateArray().Select(t => t.GetProperty("level").GetInt32())];
            return levels.Length == 0 || levels.Length == classes.Count
                ? new ClassThresholds(levels)
                : throw new DatasetException($"{path}: {levels.Length} thresholds, expected {classes.Count}. Delete it and merge again.");
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DatasetException($"{path}: damaged: {damaged.Message} Delete it and run again.", damaged);
        }
    }
}
