namespace SeCo.Labels;

/// <summary>The regions of one image as JSON: a list with COCO run-length masks, compatible with the reference's region files both ways.</summary>
/// <remarks>Fields of a region: <c>segmentation</c> {<c>size</c> [h, w], <c>counts</c>}, <c>bbox</c> [x, y, w, h], <c>area</c>, <c>category_id</c>, <c>id</c>,
/// <c>true_label</c> {<c>id</c>, <c>purity</c>, <c>positive</c>}. All others are optional and written only where they are known: <c>mean_confidence</c>,
/// <c>origin</c> {<c>kind</c>, <c>mask</c>, <c>component</c>, <c>share</c>, <c>score</c>, <c>box</c> [x, y, w, h], <c>points</c> [[x, y]…]}, <c>loss</c>,
/// <c>score</c>, <c>noise_probability</c>, <c>predicted_id</c>, <c>verdict</c>, <c>label</c>. Unknown fields are skipped when reading. Source: the reference's
/// <c>gen_ins_mask.py</c>.</remarks>
public static class RegionFile
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="regions">The regions, in order; taken one at a time.</param>
    /// <param name="style">The layout.</param>
    public static void Write(string path, IEnumerable<ConnectedRegion> regions, RegionFileStyle style = RegionFileStyle.Compact) =>
        RunFileKinds.Regions.Write(path, regions.Select(RecordOf), style == RegionFileStyle.Reference);

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{ConnectedRegion}, RegionFileStyle)"/>
    public static void Write(Stream stream, IEnumerable<ConnectedRegion> regions, RegionFileStyle style = RegionFileStyle.Compact) =>
        RunFileKinds.Regions.Write(stream, regions.Select(RecordOf), style == RegionFileStyle.Reference);

    /// <summary>Reads a file, one region at a time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">The class set whose ids may occur (and 255 in <c>true_label</c> and <c>label</c>); null to allow 0 to 254.</param>
    /// <param name="size">The width and height that every mask must have; null to take those of the first region.</param>
    /// <exception cref="DatasetException">
    /// Missing or malformed: the message names file, region, what was found and what is expected. Thrown while the sequence is read.
    /// </exception>
    public static IEnumerable<ConnectedRegion> Read(string path, ClassSet? classes = null, (int Width, int Height)? size = null) =>
        RunFileKinds.Regions.Read(path, ReaderOf(classes, size, ReadBudget.Of(path)));

    /// <summary>What turns the records of one file into regions; they must fit each other.</summary>
    /// <returns>A function that throws <see cref="FormatException"/> or <see cref="ImageFormatException"/> where a record is malformed.</returns>
    internal static Func<RegionRecord, ConnectedRegion> ReaderOf(ClassSet? classes, (int Width, int Height)? size, ReadBudget budget)
    {
        HashSet<int> ids = [];
        (int Width, int Height)? expected = size;
        return record =>
        {
            ConnectedRegion region = RegionOf(record, budget);
            (int Width, int Height) found = (region.Mask.Width, region.Mask.Height);
            expected ??= found;
            JsonFault.Unless(
                found == expected, $"the mask is {found.Width} x {found.Height} pixels, expected {expected.Value.Width} x {expected.Value.Height}");
            JsonFault.Unless(ids.Add(region.Id), $"id {region.Id} occurs twice");
            ExpectClass(classes, region.CategoryId, "category_id", ignoreAllowed: false);
            ExpectClass(classes, region.TrueLabel?.Id, "true_label.id", ignoreAllowed: true);
            ExpectClass(classes, region.Outcome?.PredictedId, "predicted_id", ignoreAllowed: false);
            ExpectClass(classes, region.Outcome?.Label, "label", ignoreAllowed: true);
            return region;
        };
    }

    /// <summary>The record of a region.</summary>
    internal static RegionRecord RecordOf(ConnectedRegion region)
    {
        RegionOutcome outcome = region.Outcome ?? new RegionOutcome();
        return new RegionRecord(
            RunLengthRecord.Of(region.Mask), region.CategoryId, region.Id, region.Bounds, checked((int)region.Area),
            region.TrueLabel is { } truth ? new RegionTruthRecord(truth.Id, truth.Purity, truth.Positive) : null, region.MeanConfidence,
            region.Origin is { } o ? new RegionOriginRecord(Word.Of(o.Kind), o.Mask, o.Component, o.Share, o.Score, o.Box) { Points = o.Points } : null,
            outcome.Loss, outcome.Score, outcome.NoiseProbability, outcome.PredictedId,
            outcome.Verdict == RegionVerdict.Undecided ? null : Word.Of(outcome.Verdict), outcome.Label);
    }

    private static ConnectedRegion RegionOf(RegionRecord record, ReadBudget budget)
    {
        ConnectedRegion region = ConnectedRegion.FromMask(record.Id, record.CategoryId, record.Segmentation.ToMask(budget)) with
        {
            TrueLabel = record.TrueLabel is { } truth ? new RegionTruth(truth.Id, truth.Purity, truth.Positive) : null,
            MeanConfidence = record.MeanConfidence,
            Origin = record.Origin is not { } o ? null
                : new RegionOrigin(Word.Parse<RegionOriginKind>(o.Kind, "origin kind"), o.Score, o.Box, o.Points, o.Mask, o.Component, o.Share),
            Outcome = OutcomeOf(record),
        };

        // Area and box are always measured; where the file gives them too, it must agree with its own mask.
        JsonFault.Unless(region.Area > 0, "the mask is empty");
        JsonFault.Unless((record.Area ?? region.Area) == region.Area, $"area is {record.Area}, but the mask has {region.Area} pixels");
        JsonFault.Unless((record.Bbox ?? region.Bounds) == region.Bounds, $"bbox is {Text(record.Bbox)}, but the mask's is {Text(region.Bounds)}");
        return region;
    }

    private static RegionOutcome? OutcomeOf(RegionRecord record)
    {
        RegionOutcome outcome = new(
            record.Loss, record.Score, record.NoiseProbability, record.PredictedId,
            record.Verdict is null ? RegionVerdict.Undecided : Word.Parse<RegionVerdict>(record.Verdict, "verdict"), record.Label);
        return record.Verdict is null && outcome == new RegionOutcome() ? null : outcome;
    }

    private static string Text(Box? box) => box is { } b ? $"[{b.X0}, {b.Y0}, {b.Width}, {b.Height}]" : "missing";

    private static void ExpectClass(ClassSet? classes, int? id, string field, bool ignoreAllowed) => JsonFault.Unless(
        id is not { } value || (uint)value < (uint)(classes?.Count ?? LabelMap.Ignore) || (ignoreAllowed && value == LabelMap.Ignore),
        $"{field} is {id}, but {(classes is null ? "class ids go from 0 to 254" : $"class set '{classes.Name}' has 0 to {classes.Count - 1}")}"
            + $"{(ignoreAllowed ? " (and 255)" : string.Empty)}");
}
