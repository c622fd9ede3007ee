using System.Globalization;
using SeCo.Evaluation;
using SeCo.Pipeline;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SeCo.Cli.Rendering;

/// <summary>The tables that commands print.</summary>
internal static class Tables
{
    /// <summary>One row a class, and the means.</summary>
    public static Table Classes(EvaluationReport report)
    {
        SegmentationScores scores = report.Scores;
        Table table = Plain().AddColumn("class").AddColumn(Right("IoU covered")).AddColumn(Right("IoU strict")).AddColumn(Right("accuracy")).AddColumn(Right("covered"));
        foreach (ClassScores c in scores.PerClass)
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
        Table table = Plain().AddColumn("stage").AddColumn(Right("regions")).AddColumn(Right("coverage")).AddColumn(Right("accuracy"))
            .AddColumn(Right("mIoU covered")).AddColumn(Right("mIoU strict")).AddColumn(Right("thresholding, same coverage"));
        foreach (StageMeasures stage in summary.Stages)
        {
            string equal = stage.Thresholding is ThresholdingScores t ? $"{Percent(t.Accuracy)} / {Percent(t.Miou)}" : "-";
            table.AddRow(
                stage.Stage, stage.Regions?.ToString(CultureInfo.InvariantCulture) ?? "-", Percent(stage.Scores.Coverage), Percent(stage.Scores.Accuracy),
                Percent(stage.Scores.Miou), Percent(stage.Scores.MiouStrict), equal);
        }

        if (summary.Stages.Count == 0)
        {
            table.AddRow($"{summary.Images} images, no ground truth to measure against");
        }

        return table;
    }

    /// <summary>How well the noise filter told right regions from wrong ones.</summary>
    public static Table Filter(RegionScores filter)
    {
        Table table = Plain().AddColumn("regions").AddColumn(Right("number")).AddColumn(Right("wrong, by number")).AddColumn(Right("wrong, by area"));
        Add("clean", filter.Clean);
        Add("corrected, new label", filter.Corrected);
        Add("corrected, old label", filter.CorrectedBefore);
        Add("rejected, old label", filter.Rejected);
        Add("noisy together", filter.Noisy);
        table.AddRow("AUROC of the noise probability", string.Empty, Percent(filter.Auroc), Percent(filter.AurocByArea));
        return table;

        void Add(string name, RegionGroupScores group) =>
            table.AddRow(name, group.Count.ToString(CultureInfo.InvariantCulture), Percent(group.WrongShare), Percent(group.WrongAreaShare));
    }

    /// <summary>One row a model: what it is worth after adaptation and, where a model predicts, before.</summary>
    public static Table Models(AdaptationMeasures adaptation)
    {
        Table table = Plain().AddColumn($"model, measured on {adaptation.MeasuredOn}").AddColumn(Right("epoch")).AddColumn(Right("images")).AddColumn(Right("accuracy")).AddColumn(Right("mIoU"));
        foreach (ModelMeasures model in adaptation.Rows)
        {
            table.AddRow(
                model.Name, model.Epoch?.ToString(CultureInfo.InvariantCulture) ?? "-", model.Report.Images.ToString(CultureInfo.InvariantCulture),
                Percent(model.Report.Scores.Accuracy), Percent(model.Report.Scores.Miou));
        }

        return table;
    }

    public static Table Plain() => new Table().Border(TableBorder.Simple);

    public static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    /// <summary>A share as per cent with two decimals; a dash where there is nothing to measure.</summary>
    public static string Percent(double? share) => share is double value && double.IsFinite(value) ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) : "-";

    /// <summary>Writes to a text writer: in colour and to the width of a terminal, plainly and as wide as needed elsewhere.</summary>
    public static void Write(TextWriter output, IRenderable table)
    {
        bool terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
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
