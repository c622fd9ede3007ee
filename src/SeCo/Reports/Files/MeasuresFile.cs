using System.Text.Json;

namespace SeCo.Reports;

/// <summary>The measures of a run, as <c>evaluation.json</c> has them.</summary>
/// <param name="Labels">Of the final labels; null without truth.</param>
/// <param name="Stages">After each stage.</param>
/// <param name="Groups">The regions by verdict: what the group is called, how many there are, and which share is wrong.</param>
/// <param name="Auroc">How well the noise probability tells wrong regions from right ones, and the same by area.</param>
/// <param name="RegionsWithoutTruth">Regions that lie where there is no truth, so that nothing says whether they are wrong.</param>
/// <param name="Adaptation">What adaptation was worth; null without it.</param>
/// <param name="Rounds">Later rounds.</param>
internal sealed record MeasuresFile(
    Scores? Labels, IReadOnlyList<StageRow> Stages, IReadOnlyList<GroupRow> Groups, (double? Number, double? Area) Auroc, long? RegionsWithoutTruth, ModelRows? Adaptation, IReadOnlyList<MeasuresFile> Rounds)
{
    private static readonly (string Key, string Title)[] GroupTitles =
    [
        ("clean", "clean"), ("corrected", "corrected, new class"), ("corrected_before", "corrected, old class"), ("rejected", "rejected, old class"), ("noisy", "corrected and rejected, old class"),
    ];

    /// <summary>Reads the file; null where there is none.</summary>
    public static MeasuresFile? Read(string path, ICollection<string> notes) => JsonParts.Read(path, Of, notes);

    private static MeasuresFile Of(JsonElement root)
    {
        JsonElement filter = root.Part("filter"), adaptation = root.Part("adaptation");
        return new MeasuresFile(
            root.Number("miou") is null ? null : Scores.Of(root),
            [.. root.Items("stages").Select(s => new StageRow(s.Text("stage") ?? "?", s.Whole("regions"), Scores.Of(s), s.Part("thresholding_at_equal_coverage").Number("accuracy"), s.Part("thresholding_at_equal_coverage").Number("miou")))],
            filter.ValueKind != JsonValueKind.Object ? [] :
            [
                .. GroupTitles.Select(t => (t.Title, Group: filter.Part(t.Key)))
                    .Select(g => new GroupRow(g.Title, g.Group.Whole("regions") ?? 0, g.Group.Number("wrong_share"), g.Group.Number("wrong_share_by_area"))),
            ],
            (filter.Number("auroc"), filter.Number("auroc_by_area")),
            filter.Whole("regions_without_truth"),
            adaptation.ValueKind != JsonValueKind.Object ? null : new ModelRows(
                adaptation.Whole("labelled") ?? 0, adaptation.Whole("unlabelled") ?? 0, adaptation.Whole("held_out") ?? 0, adaptation.Text("measured_on"),
                [.. adaptation.Items("models").Select(m => new ModelRow(m.Text("name") ?? "?", m.Whole("epoch"), m.Text("chosen_by"), Scores.Of(m)))]),
            [.. root.Items("rounds").Select(Of)]);
    }
}

/// <summary>Scores in [0, 1]; null where there is nothing to measure.</summary>
/// <param name="Images">Images with truth.</param>
/// <param name="Coverage">The share of pixels that have a label.</param>
/// <param name="Accuracy">Of the pixels that have one.</param>
/// <param name="Miou">Of the pixels that have one.</param>
/// <param name="MiouStrict">Pixels without a label counted as wrong.</param>
/// <param name="PerClass">Name and intersection over union of each class.</param>
internal sealed record Scores(long? Images, double? Coverage, double? Accuracy, double? Miou, double? MiouStrict, IReadOnlyList<(string Name, double? Iou)> PerClass)
{
    /// <summary>Reads the scores among an object's members.</summary>
    public static Scores Of(JsonElement owner) => new(
        owner.Whole("images"), owner.Number("coverage"), owner.Number("accuracy"), owner.Number("miou"), owner.Number("miou_strict"),
        [.. owner.Items("per_class").Select(c => (c.Text("name") ?? "?", c.Number("iou")))]);
}

/// <summary>A stage's labels.</summary>
internal sealed record StageRow(string Stage, long? Regions, Scores Scores, double? ThresholdingAccuracy, double? ThresholdingMiou);

/// <summary>Regions of one verdict.</summary>
internal sealed record GroupRow(string Title, long Regions, double? Wrong, double? WrongArea);

/// <summary>Models, and the images that the last ones learnt from.</summary>
internal sealed record ModelRows(long Labelled, long Unlabelled, long HeldOut, string? MeasuredOn, IReadOnlyList<ModelRow> Models);

/// <summary>A model.</summary>
internal sealed record ModelRow(string Name, long? Epoch, string? ChosenBy, Scores Scores);
