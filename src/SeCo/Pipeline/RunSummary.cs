using System.Text.Json;
using SeCo.Evaluation;

namespace SeCo.Pipeline;

/// <summary>What a run measured. Without truth it says only what was done.</summary>
/// <param name="Images">Images of the run.</param>
/// <param name="Report">Measures of the final labels; null without truth.</param>
/// <param name="Stages">Measures after each stage; empty without truth.</param>
/// <param name="Filter">How well the noise filter told right regions from wrong ones; null without truth.</param>
public sealed record RunSummary(int Images, EvaluationReport? Report, IReadOnlyList<StageMeasures> Stages, RegionScores? Filter)
{
    /// <summary>What adaptation was worth; null without adaptation.</summary>
    public AdaptationMeasures? Adaptation { get; init; }

    /// <summary>The second round and those after it.</summary>
    public IReadOnlyList<RunSummary> LaterRounds { get; init; } = [];

    /// <summary>The report's file; null where none was written.</summary>
    public string? ReportPath { get; init; }

    /// <summary>Whether anything was measured against truth.</summary>
    public bool HasMeasures => Report is not null || Adaptation is { Rows.Count: > 0 } || LaterRounds.Any(r => r.HasMeasures);

    /// <summary>
    /// Writes the summary as JSON: the measures of the final labels as <c>seco evaluate --json</c> writes them, then <c>stages</c>, <c>filter</c>, <c>adaptation</c> of later rounds <c>rounds</c>, and where it lies the <c>report</c>.
    /// Shares are in [0, 1], null where there is nothing to measure.
    /// </summary>
    public void WriteJson(Stream stream)
    {
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            WriteTo(json);
        }

        stream.WriteByte((byte)'\n');
    }

    private void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Report is null)
        {
            json.WriteNumber("images", Images);
        }

        Report?.WriteProperties(json);
        json.WriteStartArray("stages");
        foreach (StageMeasures stage in Stages)
        {
            Write(json, stage);
        }

        json.WriteEndArray();
        if (Filter is not null)
        {
            Write(json, Filter);
        }

        if (Adaptation is not null)
        {
            Write(json, Adaptation);
        }

        if (LaterRounds.Count > 0)
        {
            json.WriteStartArray("rounds");
            foreach (RunSummary round in LaterRounds)
            {
                round.WriteTo(json);
            }

            json.WriteEndArray();
        }

        if (ReportPath is not null)
        {
            json.WriteString("report", ReportPath);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AdaptationMeasures adaptation)
    {
        json.WriteStartObject("adaptation");
        json.WriteNumber("labelled", adaptation.Labelled);
        json.WriteNumber("unlabelled", adaptation.Unlabelled);
        json.WriteNumber("held_out", adaptation.HeldOut);
        json.WriteString("measured_on", adaptation.MeasuredOn);
        json.WriteStartArray("models");
        foreach (ModelMeasures model in adaptation.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", model.Name);
            if (model.Epoch is int epoch)
            {
                json.WriteNumber("epoch", epoch);
                json.WriteString("chosen_by", model.ChosenBy);
            }

            model.Report.WriteProperties(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StageMeasures stage)
    {
        json.WriteStartObject();
        json.WriteString("stage", stage.Stage);
        if (stage.Regions is long regions)
        {
            json.WriteNumber("regions", regions);
        }

        json.WriteShare("coverage", stage.Scores.Coverage);
        json.WriteShare("accuracy", stage.Scores.Accuracy);
        json.WriteShare("miou", stage.Scores.Miou);
        json.WriteShare("accuracy_strict", stage.Scores.AccuracyStrict);
        json.WriteShare("miou_strict", stage.Scores.MiouStrict);
        if (stage.Thresholding is ThresholdingScores thresholding)
        {
            json.WriteStartObject("thresholding_at_equal_coverage");
            json.WriteShare("accuracy", thresholding.Accuracy);
            json.WriteShare("miou", thresholding.Miou);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RegionScores filter)
    {
        json.WriteStartObject("filter");
        json.WriteShare("auroc", filter.Auroc);
        json.WriteShare("auroc_by_area", filter.AurocByArea);
        json.WriteNumber("regions_without_truth", filter.Unjudged);
        Write(json, "all", filter.All);
        Write(json, "clean", filter.Clean);
        Write(json, "corrected", filter.Corrected);
        Write(json, "corrected_before", filter.CorrectedBefore);
        Write(json, "rejected", filter.Rejected);
        Write(json, "noisy", filter.Noisy);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, RegionGroupScores group)
    {
        json.WriteStartObject(name);
        json.WriteNumber("regions", group.Count);
        json.WriteNumber("pixels", group.Area);
        json.WriteShare("wrong_share", group.WrongShare);
        json.WriteShare("wrong_share_by_area", group.WrongAreaShare);
        json.WriteEndObject();
    }
}
