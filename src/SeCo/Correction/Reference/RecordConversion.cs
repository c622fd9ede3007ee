using System.Text.Json;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Correction.Reference;

/// <summary>Turns evaluation records into region files with thresholds, as the reference's <c>convert_json_2input.py</c> does.</summary>
/// <remarks>
/// A region's class becomes the PREDICTED one, ids start anew in each image, box and area are measured, and every threshold is written beside every region.
/// </remarks>
public static class RecordConversion
{
    /// <summary>The regions of each image, in the order in which images and records come.</summary>
    /// <param name="records">The records of all images.</param>
    /// <returns>For each image its file, relative to the output folder, and its regions; loss and score are in <see cref="ConnectedRegion.Outcome"/>.</returns>
    public static IReadOnlyList<(string File, IReadOnlyList<ConnectedRegion> Regions)> ToRegions(IEnumerable<EvaluationRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return [.. records.GroupBy(record => FileOf(record.Name)).Select(image => (image.Key, (IReadOnlyList<ConnectedRegion>)[.. image.Select(ToRegion)]))];
    }

    /// <summary>Writes the regions of one image with all thresholds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="regions">The regions.</param>
    /// <param name="filter">The thresholds over all images.</param>
    public static void Write(string path, IReadOnlyList<ConnectedRegion> regions, QuantileFilter filter) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter writer = new(stream, RegionFile.LayoutOf(RegionFileStyle.Compact));
        writer.WriteStartArray();
        foreach (ConnectedRegion region in regions)
        {
            LocalThreshold local = filter.Local[region.CategoryId];
            writer.WriteStartObject();
            RegionFile.WriteFields(writer, region);
            RegionFile.WriteReal(writer, "score_threshold", filter.ScoreThreshold);
            RegionFile.WriteReal(writer, "loss_threshold", filter.LossThreshold);
            RegionFile.WriteReal(writer, "local_score_threshold", local.Score);
            RegionFile.WriteReal(writer, "local_loss_threshold", local.Loss);
            RegionFile.WriteReal(writer, "global_score_threshold", filter.GlobalScoreThreshold);
            RegionFile.WriteReal(writer, "global_loss_threshold", filter.GlobalLossThreshold);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary><c>train/DIR/NAME.json</c>, DIR being the name up to its first <c>_</c>; no DIR where it has none.</summary>
    private static string FileOf(string name)
    {
        // Names come from a file: they may not lead out of the folder.
        string stem = Path.GetFileNameWithoutExtension(name.Replace('\\', '/'));
        string folder = stem[..Math.Max(0, stem.IndexOf('_', StringComparison.Ordinal))];
        return folder.Trim('.').Length == 0 ? $"train/{stem}.json" : $"train/{folder}/{stem}.json";
    }

    private static ConnectedRegion ToRegion(EvaluationRecord record, int id) => ConnectedRegion.FromMask(id, record.PredictedId, record.Mask) with
    {
        TrueLabel = new RegionTruth(record.TrueId, record.Purity, record.PseudoLabelId == record.TrueId),
        Outcome = new RegionOutcome { Loss = record.Loss, Score = record.Score },
    };
}
