using SeCo.Evaluation;
using SeCo.Pipeline.Jobs;
using SeCo.RunFiles;
using Spectre.Console.Rendering;

namespace SeCo.Cli.Rendering;

/// <summary>The tables that commands print.</summary>
internal static class Tables
{
    /// <summary>One row a class, and the means.</summary>
    public static Table Classes(EvaluationReport report)
    {
        SegmentationScores scores = report.Scores;
        Table table = Plain("class", "IoU covered", "IoU strict", "accuracy", "covered");
        foreach (ClassScoresRecord c in scores.PerClass)
        {
            table.AddRow(Markup.Escape(c.Name), Percent(c.Iou), Percent(c.IouStrict), Percent(c.Accuracy), Percent((double)c.CoveredPixels / c.TargetPixels));
        }

        table.AddEmptyRow();
        table.AddRow($"all ({report.Images} images)", Percent(scores.Miou), Percent(scores.MiouStrict), Percent(scores.Accuracy), Percent(scores.Coverage));
        return table;
    }

    /// <summary>One row a stage: what its labels are worth, beside confidence thresholding at the same coverage.</summary>
    public static Table Stages(RunSummary summary)
    {
        Table table = Plain("stage", "regions", "coverage", "accuracy", "mIoU covered", "mIoU strict", "thresholding, same coverage");
        foreach (StageMeasures stage in summary.Stages)
        {
            string equal = stage.Thresholding is { } t ? $"{Percent(t.Accuracy)} / {Percent(t.Miou)}" : "-";
            table.AddRow(
                stage.Stage, Number(stage.Regions), Percent(stage.Scores.Coverage), Percent(stage.Scores.Accuracy),
                Percent(stage.Scores.Miou), Percent(stage.Scores.MiouStrict), equal);
        }

        if (summary.Stages.Count == 0)
        {
            table.AddRow($"{summary.Images} images, no ground truth to measure against");
        }

        return table;
    }

    /// <summary>One row a part of a run: how many of its shards are done, and whether it has ended.</summary>
    public static Table Parts(IReadOnlyList<PartStatus> parts)
    {
        Table table = Plain("part", "shards done", "running", "failed", "ended");
        foreach (PartStatus part in parts)
        {
            table.AddRow(
                Markup.Escape(part.Part.Name), part.Shards > 0 ? $"{part.Done} of {part.Shards}" : "-", $"{part.Running.Count}", $"{part.Failed.Count}",
                part.IsFinished ? "yes" : "no");
        }

        return table;
    }

    /// <summary>How well the noise filter told right regions from wrong ones.</summary>
    public static Table Filter(RegionScores filter)
    {
        Table table = Plain("regions", "number", "wrong, by number", "wrong, by area");
        Add("clean", filter.Clean);
        Add("corrected, new label", filter.Corrected);
        Add("corrected, old label", filter.CorrectedBefore);
        Add("rejected, old label", filter.Rejected);
        Add("noisy together", filter.Noisy);
        table.AddRow("AUROC of the noise probability", string.Empty, Percent(filter.Auroc), Percent(filter.AurocByArea));
        return table;

        void Add(string name, RegionGroupScores group) => table.AddRow(name, Number(group.Count), Percent(group.WrongShare), Percent(group.WrongAreaShare));
    }

    /// <summary>One row a model: what it is worth after adaptation and, where a model predicts, before.</summary>
    public static Table Models(AdaptationMeasures adaptation)
    {
        Table table = Plain($"model, measured on {adaptation.MeasuredOn}", "epoch", "images", "accuracy", "mIoU");
        foreach (ModelMeasures model in adaptation.Rows)
        {
            table.AddRow(
                model.Name, Number(model.Epoch), Number(model.Report.Images),
                Percent(model.Report.Scores.Accuracy), Percent(model.Report.Scores.Miou));
        }

        return table;
    }

    /// <summary>One row a run: its measures with truth and without.</summary>
    public static Table Runs(ComparisonRecord record)
    {
        Table table = Plain(
            "run", "coverage", "mIoU of labels", "mIoU of model", "label drift, bits", "density, nats", "consistency", "confidence", "model drift, bits");
        foreach (ComparedRunRecord run in record.Runs)
        {
            LabelFreeRecord free = run.LabelFree;
            table.AddRow(
                Markup.Escape(run.Name), Percent(run.Coverage), Percent(run.LabelMiou), Percent(run.ModelMiou), Real(free.LabelDrift), Real(free.Density),
                Percent(free.Consistency), Percent(free.Confidence), Real(free.Drift));
        }

        return table;
    }

    /// <summary>One row a setting that differs.</summary>
    public static Table Settings(ComparisonRecord record)
    {
        Table table = record.Runs.Aggregate(Plain().AddColumn("setting"), (made, run) => made.AddColumn(Markup.Escape(run.Name)));
        foreach (ComparedSettingRecord setting in record.Settings)
        {
            table.AddRow([setting.Key, .. setting.Values.Select(Markup.Escape)]);
        }

        return table;
    }

    /// <summary>One row a stage of a run that is planned, and what all take.</summary>
    public static Table Plan(PlanRecord plan)
    {
        Table table = Plain("stage", "images or steps", "passes", "time", "processor time", "memory", "disk");
        foreach (PlannedStageRecord s in plan.Stages)
        {
            table.AddRow(
                s.Stage, Number(s.Items), Number(s.Passes), ProgressDisplay.Duration(s.Seconds), ProgressDisplay.Duration(s.ProcessorSeconds), Size(s.Memory),
                Size(s.Disk));
        }

        table.AddEmptyRow();
        table.AddRow(
            $"all ({plan.Images} images, {plan.Classes} classes; tried on {plan.MeasuredImages})", string.Empty, string.Empty,
            ProgressDisplay.Duration(plan.Seconds), ProgressDisplay.Duration(plan.ProcessorSeconds), Size(plan.Memory), Size(plan.Disk));
        return table;
    }

    /// <summary>An amount of memory or disk.</summary>
    public static string Size(long bytes) => bytes < 1_000_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");

    private static string Real(double? number) =>
        number is double value && double.IsFinite(value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "-";

    public static Table Plain() => new Table().Border(TableBorder.Simple);

    /// <summary>A table with a column of texts and columns of numbers.</summary>
    public static Table Plain(string texts, params string[] numbers) =>
        numbers.Aggregate(Plain().AddColumn(texts), (table, header) => table.AddColumn(Right(header)));

    public static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    /// <summary>A whole number; a dash where there is none.</summary>
    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    /// <summary>A share as per cent with two decimals; a dash where there is nothing to measure.</summary>
    public static string Percent(double? share) =>
        share is double value && double.IsFinite(value) ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) : "-";

    /// <summary>Writes to a text writer: in colour and to the width of a terminal, plainly and as wide as needed elsewhere.</summary>
    public static void Write(TextWriter output, IRenderable table)
    {
        bool terminal = output is StandardWriter && !Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = 200;
        }

        console.Write(table);
    }
}
