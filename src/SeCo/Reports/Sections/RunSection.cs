namespace SeCo.Reports;

/// <summary>How the report's figures came about: settings, inputs, versions, times, log.</summary>
internal static class RunSection
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Line($"<section id=\"run\" aria-labelledby=\"run-title\"><h2 id=\"run-title\">How it was run</h2>");
        Facts(html, content);
        Changed(html, content.Input.Changed);
        html.Line($"<details><summary>All settings</summary><p class=\"hint\">Kept as config.yaml; <code>seco run config.yaml --out NEW</code> repeats "
            + $"the run.</p><pre tabindex=\"0\">{content.Input.Settings}</pre></details>");
        if (content.Log is { } log)
        {
            Times(html, log);
            html.Line($"<details><summary>The log, its last {Words.Of(log.Lines.Count, "line", "lines")}</summary>"
                + $"<pre tabindex=\"0\">{string.Join('\n', log.Lines)}</pre></details>");
        }

        html.Line($"</section>");
    }

    private static void Facts(HtmlWriter html, ReportContent content)
    {
        html.Line($"<dl class=\"facts\">");
        Fact(html, "run folder", content.Input.Name);
        Fact(html, "program", content.Manifest is { } m ? $"seco {m.Version}, libtorch {m.Libtorch}" : "unknown: manifest.json is missing");
        if (content.Manifest is { } manifest)
        {
            Fact(html, "device", $"{manifest.Device}, {Words.Of(manifest.Threads ?? 0, "thread", "threads")}");
            Fact(html, "seed", $"{manifest.Seed}");
            Fact(html, "inputs", $"{Words.Of(manifest.Inputs.Count, "image", "images")}, each with its hash in manifest.json");
        }

        if (content.Log?.Finished is string finished)
        {
            Fact(html, "finished", finished);
        }

        html.Line($"</dl>");
    }

    private static void Fact(HtmlWriter html, string name, string value) => html.Line($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static void Changed(HtmlWriter html, IReadOnlyList<ChangedSetting> changed)
    {
        if (changed.Count == 0)
        {
            return;
        }

        HtmlTable.Open(html, "Changed settings", "Settings that differ from the defaults");
        html.Line($"<th scope=\"col\">setting</th><th scope=\"col\">value</th><th scope=\"col\">default</th></tr></thead><tbody>");
        foreach (ChangedSetting setting in changed)
        {
            html.Line($"<tr><th scope=\"row\"><code>{setting.Key}</code></th><td><code>{setting.Value}</code></td><td><code>{setting.Default}</code>"
                + $"</td></tr>");
        }

        HtmlTable.Close(html);
    }

    private static void Times(HtmlWriter html, RunLogFile log)
    {
        if (log.Stages.Count == 0)
        {
            return;
        }

        HtmlTable.Open(html, "Times", "When each stage last finished, and how long it then took");
        html.Line($"<th scope=\"col\">stage</th><th scope=\"col\">finished</th><th scope=\"col\" class=\"n\">took</th></tr></thead><tbody>");
        foreach ((string stage, string finished, TimeSpan? took) in log.Stages)
        {
            html.Line($"<tr><th scope=\"row\">{stage}</th><td>{finished}</td>"
                + $"<td class=\"n\">{(took is { } time ? Words.Duration(time) : Words.Nothing)}</td></tr>");
        }

        HtmlTable.Close(html);
    }
}
