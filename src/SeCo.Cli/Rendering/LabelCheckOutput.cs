using System.Globalization;
using System.Text;
using System.Text.Json;
using SeCo.Labels;
using Spectre.Console;

namespace SeCo.Cli.Rendering;

/// <summary>What a check of labels found, for people and for programs.</summary>
internal static class LabelCheckOutput
{
    /// <summary>Prints tables and lists, the first offenders of each kind.</summary>
    public static void Show(TextWriter output, IReadOnlyList<(string Title, LabelCheckReport Report, ClassSet Classes)> found, bool withTitles)
    {
        foreach ((string title, LabelCheckReport report, ClassSet classes) in found)
        {
            if (withTitles)
            {
                output.WriteLine(title + (report.Map is null ? string.Empty : $" (coded as {report.Map})"));
            }

            Show(output, report, classes);
        }

        if (withTitles)
        {
            output.WriteLine(found.All(f => f.Report.IsUsable) ? "All labels of the configuration can be used." : "Some labels of the configuration cannot be used as they are.");
        }
    }

    /// <summary>The same as JSON: a list of one object for a folder, of one for each kind of labels of a configuration.</summary>
    public static string Json(IReadOnlyList<(string Title, LabelCheckReport Report, ClassSet Classes)> found)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach ((string title, LabelCheckReport report, ClassSet classes) in found)
            {
                Write(json, title, report, classes);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Show(TextWriter output, LabelCheckReport report, ClassSet classes)
    {
        LabelIdMap? map = report.Map is null ? null : classes.MapFrom(report.Map);
        Table table = Tables.Plain().AddColumn("id").AddColumn("class").AddColumn(Tables.Right("pixels"));
        for (int id = 0; id < report.Pixels.Count; id++)
        {
            if ((map is null && id < classes.Count) || report.Pixels[id] > 0)
            {
                table.AddRow(id.ToString(CultureInfo.InvariantCulture), Markup.Escape(NameOf(id, classes, map)), report.Pixels[id].ToString(CultureInfo.InvariantCulture));
            }
        }

        Tables.Write(output, table);
        output.WriteLine($"{report.Files} files; sizes: {string.Join(", ", report.Sizes.Select(s => $"{s.Width}x{s.Height} ({s.Files})"))}; "
            + $"modes: {string.Join(", ", report.Modes.Select(m => $"{m.Mode} ({m.Files})"))}"
            + (report.OtherPalettes > 0 ? $"; palettes: {report.MatchingPalettes} of the class set, {report.OtherPalettes} others (harmless)" : string.Empty));
        List(output, "files of other kinds, left out", [.. report.OtherKinds.Select(k => $"{k.Kind}: {k.Files}")]);
        List(output, "labels outside the class set", [.. report.Foreign.Select(f => $"{f.Id}: {f.Pixels} pixels in {f.Files} files, first {f.FirstFile} at ({f.X}, {f.Y})")]);
        List(output, "unreadable", report.Unreadable);
        List(output, "label and image differ in size", report.Mismatched);
        List(output, "images without labels", report.ImagesWithoutLabels);
        List(output, "labels without images", report.LabelsWithoutImages);
        List(output, "suspicions", report.Suspicions);
        output.WriteLine(report.IsUsable ? "These labels can be used." : "These labels cannot be used as they are.");
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

    private static string NameOf(int id, ClassSet classes, LabelIdMap? map)
    {
        int target = map?[(byte)id] ?? id;
        return target < classes.Count ? classes.Classes[target].Name : map is not null || id == 255 ? "(no label)" : "(not in the class set)";
    }

    private static void Write(Utf8JsonWriter json, string title, LabelCheckReport report, ClassSet classes)
    {
        LabelIdMap? map = report.Map is null ? null : classes.MapFrom(report.Map);
        json.WriteStartObject();
        json.WriteString("labels", title);
        json.WriteString("class_set", report.ClassSet);
        json.WriteString("map", report.Map);
        json.WriteBoolean("usable", report.IsUsable);
        json.WriteNumber("files", report.Files);
        json.WriteStartArray("values");
        for (int id = 0; id < report.Pixels.Count; id++)
        {
            if (report.Pixels[id] > 0)
            {
                json.WriteStartObject();
                json.WriteNumber("id", id);
                json.WriteString("class", NameOf(id, classes, map));
                json.WriteNumber("pixels", report.Pixels[id]);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        Objects(json, "sizes", report.Sizes, size => (size.Files, [("width", size.Width), ("height", size.Height)], null));
        Objects(json, "modes", report.Modes, mode => (mode.Files, [], ("mode", mode.Mode)));
        Objects(json, "other_kinds", report.OtherKinds, kind => (kind.Files, [], ("kind", kind.Kind)));
        json.WriteNumber("palettes_of_the_class_set", report.MatchingPalettes);
        json.WriteNumber("other_palettes", report.OtherPalettes);
        Objects(json, "foreign", report.Foreign, f => (f.Files, [("id", f.Id), ("x", f.X), ("y", f.Y)], ("first_file", f.FirstFile)));
        Texts(json, "unreadable", report.Unreadable);
        Texts(json, "mismatched", report.Mismatched);
        Texts(json, "images_without_labels", report.ImagesWithoutLabels);
        Texts(json, "labels_without_images", report.LabelsWithoutImages);
        Texts(json, "suspicions", report.Suspicions);
        json.WriteEndObject();
    }

    private static void Objects<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Func<T, (int Files, (string, int)[] Numbers, (string Name, string Text)? Word)> of)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            (int files, (string, int)[] numbers, (string Name, string Text)? word) = of(item);
            json.WriteStartObject();
            foreach ((string field, int number) in numbers)
            {
                json.WriteNumber(field, number);
            }

            if (word is { } text)
            {
                json.WriteString(text.Name, text.Text);
            }

            json.WriteNumber("files", files);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
