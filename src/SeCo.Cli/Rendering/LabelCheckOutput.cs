namespace SeCo.Cli.Rendering;

/// <summary>Checked labels for people: tables and lists.</summary>
internal static class LabelCheckOutput
{
    /// <summary>Prints tables and lists, the first offenders of each kind.</summary>
    public static void Show(TextWriter output, IReadOnlyList<CheckedLabels> found, bool withTitles)
    {
        foreach (CheckedLabels labels in found)
        {
            if (withTitles)
            {
                output.WriteLine(labels.Title + (labels.Report.Map is null ? string.Empty : $" (coded as {labels.Report.Map})"));
            }

            Show(output, labels);
        }

        if (withTitles)
        {
            output.WriteLine(
                found.All(f => f.Report.IsUsable)
                    ? "All labels of the configuration can be used."
                    : "Some labels of the configuration cannot be used as they are.");
        }
    }

    /// <summary>Prints the first of some findings, with their number; nothing where there are none.</summary>
    public static void List(TextWriter output, string what, IReadOnlyList<string> items)
    {
        const int Shown = 10;
        if (items.Count > 0)
        {
            output.WriteLine($"{what}: {items.Count}");
            foreach (string item in items.Take(Shown))
            {
                output.WriteLine($"  {item}");
            }

            if (items.Count > Shown)
            {
                output.WriteLine($"  … and {items.Count - Shown} more");
            }
        }
    }

    /// <summary>Prints what is wrong, and nothing where nothing is.</summary>
    public static void ShowFaults(TextWriter output, IReadOnlyList<CheckedLabels> found)
    {
        foreach (CheckedLabels labels in found.Where(labels => !labels.Report.IsUsable))
        {
            output.WriteLine($"seco: {labels.Title}: these labels cannot be used as they are.");
            ListFaults(output, labels.Report);
        }
    }

    private static void ListFaults(TextWriter output, LabelCheckReport report)
    {
        List(
            output, "labels outside the class set",
            [
                .. report.Foreign.Select(f => $"{f.Id}: {f.Pixels} pixels in {f.Files} files, first {f.FirstFile} at ({f.X}, {f.Y})"),
            ]);
        List(output, "unreadable", report.Unreadable);
        List(output, "label and image differ in size", report.Mismatched);
        List(output, "images without labels", report.ImagesWithoutLabels);
        List(output, "labels without images", report.LabelsWithoutImages);
    }

    private static void Show(TextWriter output, CheckedLabels labels)
    {
        LabelCheckReport report = labels.Report;
        Table table = Tables.Plain().AddColumn("id").AddColumn("class").AddColumn(Tables.Right("pixels"));
        for (int id = 0; id < report.Pixels.Count; id++)
        {
            if ((labels.Map is null && id < labels.Classes.Count) || report.Pixels[id] > 0)
            {
                table.AddRow(Tables.Number(id), Markup.Escape(labels.NameOf(id)), Tables.Number(report.Pixels[id]));
            }
        }

        Tables.Write(output, table);
        string sizes = string.Join(", ", report.Sizes.Select(s => $"{s.Width}x{s.Height} ({s.Files})"));
        string modes = string.Join(", ", report.Modes.Select(m => $"{m.Mode} ({m.Files})"));
        output.WriteLine($"{report.Files} files; sizes: {sizes}; modes: {modes}"
            + (report.OtherPalettes > 0
                ? $"; palettes: {report.MatchingPalettes} of the class set, {report.OtherPalettes} others (labels are read by number)" : string.Empty));
        List(output, "files of other kinds, left out", [.. report.OtherKinds.Select(k => $"{k.Kind}: {k.Files}")]);
        ListFaults(output, report);
        List(output, "suspicions", report.Suspicions);
        output.WriteLine(report.IsUsable ? "These labels can be used." : "These labels cannot be used as they are.");
    }
}
