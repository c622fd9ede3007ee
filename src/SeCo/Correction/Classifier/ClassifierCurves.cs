using System.Text.Json;
using SeCo.Storage;

namespace SeCo.Correction.Classifier;

/// <summary>Keeps the losses of the region classifiers, for reports.</summary>
internal static class ClassifierCurves
{
    /// <summary>Writes <c>training.json</c>: a list <c>parts</c>, each with its number and its <c>steps</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curves">A curve for each part; null where it had no training.</param>
    public static void Write(string path, IReadOnlyList<LossCurve?> curves) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteStartArray("parts");
        for (int part = 0; part < curves.Count; part++)
        {
            if (curves[part] is LossCurve curve)
            {
                json.WriteStartObject();
                json.WriteNumber("part", part + 1);
                curve.WriteTo(json);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>The losses of a part that has been trained.</summary>
    /// <param name="part">The part's checkpoint.</param>
    /// <returns>The curve; null where none was kept.</returns>
    public static LossCurve? OfPart(string part)
    {
        string path = FileOf(part);
        try
        {
            return File.Exists(path) ? LossCurve.Parse(File.ReadAllText(path), 1) : null;
        }
        catch (JsonException)
        {
            return null; // for the eye only: judgements do not depend on it
        }
    }

    /// <summary>Keeps the losses of a part.</summary>
    public static void KeepPart(string part, LossCurve curve) => AtomicFile.WriteAllText(FileOf(part), curve.Compose());

    private static string FileOf(string part) => part + ".losses.json";
}
