namespace SeCo.Cli.Rendering;

/// <summary>Checked labels for programs: what <c>seco labels check --json</c> prints, a list of one for a folder,
/// of one for each kind of labels of a configuration.</summary>
internal sealed record LabelCheckRecord(
    string Labels,
    string ClassSet,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Map,
    bool Usable,
    int Files,
    IEnumerable<LabelCheckRecord.Value> Values,
    IEnumerable<LabelCheckRecord.Size> Sizes,
    IEnumerable<LabelCheckRecord.OfMode> Modes,
    IEnumerable<LabelCheckRecord.OfKind> OtherKinds,
    int PalettesOfTheClassSet,
    int OtherPalettes,
    IEnumerable<LabelCheckRecord.ForeignId> Foreign,
    IReadOnlyList<string> Unreadable,
    IReadOnlyList<string> Mismatched,
    IReadOnlyList<string> ImagesWithoutLabels,
    IReadOnlyList<string> LabelsWithoutImages,
    IReadOnlyList<string> Suspicions)
{
    public static string Json(IReadOnlyList<CheckedLabels> found) =>
        JsonSerializer.Serialize([.. found.Select(Of)], LabelCheckJson.Default.LabelCheckRecordArray);

    private static LabelCheckRecord Of(CheckedLabels labels)
    {
        LabelCheckReport report = labels.Report;
        return new(
            labels.Title,
            report.ClassSet,
            report.Map,
            report.IsUsable,
            report.Files,
            report.Pixels.Select((pixels, id) => new Value(id, labels.NameOf(id), pixels)).Where(v => v.Pixels > 0),
            report.Sizes.Select(s => new Size(s.Width, s.Height, s.Files)),
            report.Modes.Select(m => new OfMode(m.Mode, m.Files)),
            report.OtherKinds.Select(k => new OfKind(k.Kind, k.Files)),
            report.MatchingPalettes,
            report.OtherPalettes,
            report.Foreign.Select(f => new ForeignId(f.Id, f.X, f.Y, f.FirstFile, f.Files)),
            report.Unreadable,
            report.Mismatched,
            report.ImagesWithoutLabels,
            report.LabelsWithoutImages,
            report.Suspicions);
    }

    internal sealed record Value(int Id, string Class, long Pixels);

    internal sealed record Size(int Width, int Height, int Files);

    internal sealed record OfMode(string Mode, int Files);

    internal sealed record OfKind(string Kind, int Files);

    internal sealed record ForeignId(int Id, int X, int Y, string FirstFile, int Files);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(LabelCheckRecord[]))]
internal sealed partial class LabelCheckJson : JsonSerializerContext;
