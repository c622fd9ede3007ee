using System.Text.Json;
using SeCo.Storage;

namespace SeCo.Evaluation;

/// <summary>What an evaluation found.</summary>
/// <param name="ClassSet">The class set's name.</param>
/// <param name="Images">How many images were compared.</param>
/// <param name="Scores">The scores.</param>
public sealed record EvaluationReport(string ClassSet, int Images, SegmentationScores Scores)
{
    /// <summary>Writes the report as JSON: shares in [0, 1], null where there is nothing to measure. The same scores give the same bytes.</summary>
    public void WriteJson(string path) => AtomicFile.Write(path, stream =>
    {
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            WriteTo(json);
        }

        stream.WriteByte((byte)'\n');
    });

    /// <summary>Writes the report as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        WriteProperties(json);
        json.WriteEndObject();
    }

    /// <summary>Writes the report's properties into an object that is open already.</summary>
    public void WriteProperties(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("classes", ClassSet);
        json.WriteNumber("images", Images);
        json.WriteShare("miou", Scores.Miou);
        json.WriteShare("accuracy", Scores.Accuracy);
        json.WriteShare("coverage", Scores.Coverage);
        json.WriteShare("miou_strict", Scores.MiouStrict);
        json.WriteShare("accuracy_strict", Scores.AccuracyStrict);
        json.WriteShare("mean_accuracy", Scores.MeanAccuracy);
        json.WriteShare("mean_accuracy_strict", Scores.MeanAccuracyStrict);
        json.WriteShare("miou_reference", Scores.MiouReference);
        json.WriteShare("miou_reference_strict", Scores.MiouReferenceStrict);
        json.WriteStartArray("per_class");
        foreach (ClassScores c in Scores.PerClass)
        {
            json.WriteStartObject();
            json.WriteNumber("id", c.Id);
            json.WriteString("name", c.Name);
            json.WriteShare("iou", c.Iou);
            json.WriteShare("iou_strict", c.IouStrict);
            json.WriteShare("accuracy", c.Accuracy);
            json.WriteShare("accuracy_strict", c.AccuracyStrict);
            json.WriteNumber("target_pixels", c.TargetPixels);
            json.WriteNumber("covered_pixels", c.CoveredPixels);
            json.WriteNumber("predicted_pixels", c.PredictedPixels);
            json.WriteNumber("correct_pixels", c.CorrectPixels);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
