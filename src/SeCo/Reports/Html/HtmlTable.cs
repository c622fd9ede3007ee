namespace SeCo.Reports;

/// <summary>Tables as the page shows them: they scroll in a box of their own.</summary>
internal static class HtmlTable
{
    /// <summary>Writes a table whose first column names the rows and whose other columns are numbers; the label is for those who cannot see it.</summary>
    public static void Write(
        HtmlWriter html, string label, string? caption, ReadOnlySpan<string> columns, IEnumerable<(Markup Name, string[] Numbers)> rows)
    {
        Open(html, label, caption);
        for (int i = 0; i < columns.Length; i++)
        {
            html.Add($"<th scope=\"col\"{new Markup(i == 0 ? "" : " class=\"n\"")}>{columns[i]}</th>");
        }

        html.Line($"</tr></thead><tbody>");
        foreach ((Markup name, string[] numbers) in rows)
        {
            html.Add($"<tr><th scope=\"row\">{name}</th>");
            foreach (string number in numbers)
            {
                html.Add($"<td class=\"n\">{number}</td>");
            }

            html.Line($"</tr>");
        }

        Close(html);
    }

    /// <summary>Begins a table, up to the cells of its head.</summary>
    public static void Open(HtmlWriter html, string label, string? caption = null)
    {
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>");
        html.Add($"{(caption is null ? default : Markup.Of(inner => inner.Add($"<caption>{caption}</caption>")))}<thead><tr>");
    }

    /// <summary>Ends a table behind its last row.</summary>
    public static void Close(HtmlWriter html) => html.Line($"</tbody></table></div>");
}
