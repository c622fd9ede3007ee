using System.Text.Json;
using SeCo.RunFiles;
using SeCo.Storage;

namespace SeCo.Correction.Classifier;

/// <summary>Keeps the losses of the region classifiers, for reports.</summary>
internal static class ClassifierCurves
{
    /// <summary>Writes <c>training.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curves">A curve for each part; null where it had no training.</param>
    public static void Write(string path, IReadOnlyList<LossCurve?> curves) => RunFileKinds.ClassifierTraining.Write(path, new ClassifierTrainingRecord
    {
        Parts = [.. curves.Select((curve, part) => (curve, part)).Where(c => c.curve is not null).Select(c =>
            new ClassifierPartRecord(c.part + 1, c.curve!.Steps))],
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
            return null; // only a report shows it: judgements do not depend on it
        }
    }

    /// <summary>Keeps the losses of a part.</summary>
    public static void KeepPart(string part, LossCurve curve) => AtomicFile.WriteAllText(FileOf(part), curve.Compose());

    private static string FileOf(string part) => part + ".losses.json";
}
