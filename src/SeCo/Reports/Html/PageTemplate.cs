using System.Security.Cryptography;

namespace SeCo.Reports;

/// <summary>The page around what is shown: a template of ours with places for the parts, its style and its script. What comes from a run is written by
/// <see cref="HtmlWriter"/> alone.</summary>
internal static class PageTemplate
{
    /// <summary>The script of every page.</summary>
    public static string Script { get; } = Resource("report.js");

    /// <summary>The style. Colours of classes cannot stand in attributes: the page's policy runs no style but this one.</summary>
    public static string Style(ClassSet classes)
    {
        StringBuilder style = new(Resource("report.css"));
        foreach (SegmentationClass c in classes.Classes)
        {
            style.Append(CultureInfo.InvariantCulture, $".k{c.Id}{{background:rgb({c.Color.R} {c.Color.G} {c.Color.B})}}\n");
        }

        return style.ToString();
    }

    /// <summary>Writes a page, whole or not at all: its title, the sections that links lead to, and what is between them.</summary>
    public static void Write(string path, string name, ClassSet classes, IEnumerable<(string Id, string Title)> links, Action<HtmlWriter> body) =>
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            HtmlWriter html = new(writer);
            string style = Style(classes);
            foreach (string part in Resource("page.html").Split("{{")
                .SelectMany((p, i) => i == 0 ? [p] : p.Split("}}", 2).Select((q, j) => j == 0 ? "{{" + q : q)))
            {
                switch (part)
                {
                    case "{{name": html.Add($"{name}"); break;
                    case "{{policy": html.Raw($"default-src 'none'; img-src data:; style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(Script)}'; "
                        + $"base-uri 'none'; form-action 'none'"); break;
                    case "{{style": html.Raw(style); break;
                    case "{{script": html.Raw(Script); break;
                    case "{{links": Links(html, links); break;
                    case "{{body": body(html); break;
                    default: html.Raw(part); break;
                }
            }
        });

    /// <summary>Says what could not be shown; nothing where all is.</summary>
    public static void Notes(HtmlWriter html, IReadOnlyCollection<string> notes)
    {
        if (notes.Count == 0)
        {
            return;
        }

        html.Line($"<aside class=\"notes\" aria-label=\"What is missing\"><h2>Not everything could be shown</h2><ul>");
        foreach (string note in notes)
        {
            html.Line($"<li>{note}</li>");
        }

        html.Line($"</ul></aside>");
    }

    private static void Links(HtmlWriter html, IEnumerable<(string Id, string Title)> links)
    {
        foreach ((string id, string title) in links)
        {
            html.Line($"<li><a href=\"#{id}\">{title}</a></li>");
        }
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using Stream stream = typeof(PageTemplate).Assembly.GetManifestResourceStream($"SeCo.Reports.Template.{name}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
