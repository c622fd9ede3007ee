namespace SeCo.Reports;

/// <summary>The most doubtful regions of each class and verdict, to look through and to filter.</summary>
internal static class RegionSection
{
    public static void Write(HtmlWriter html, ReportContent content, IReadOnlyList<ShownRegion> shots)
    {
        RegionCensus census = content.Target.Regions;
        html.Line($"<section id=\"regions\" aria-labelledby=\"regions-title\" class=\"regions\"><h2 id=\"regions-title\">Regions, worst first</h2>");
        if (census.Judged == 0)
        {
            string why = census.Unjudged > 0 ? $": all {Words.Count(census.Unjudged)} are smaller than correction.minimum_region_pixels" : "";
            html.Line($"<p>No region was judged{why}.</p></section>");
            return;
        }

        long wanted = Enumerable.Range(0, content.Input.Classes.Count).Sum(c => Enumerable.Range(0, RegionCensus.Verdicts.Length)
            .Sum(v => (long)census.Worst(c, v).Count));
        string small = census.Unjudged > 0 ? $" {Words.Of(census.Unjudged, "region was", "regions were")} too small to be judged." : "";
        string left = shots.Count < wanted ? $" {wanted} were wanted; the report's size limit ({content.Options.MaxSize}) left room for {shots.Count}." : "";
        html.Line($"<p>Of {Words.Of(census.Judged, "judged region", "judged regions")}, the {shots.Count} that are the most doubtful of their class "
            + $"and verdict; those that take up less than a thousandth of their image come last. Among clean regions these are the ones that were kept "
            + $"by the smallest margin.{small}{left}</p>");
        Counts(html, content);
        if (shots.Count > 0)
        {
            Tools(html, content, shots);
            html.Line($"<p class=\"keys js\"><kbd>j</kbd> <kbd>k</kbd> next and previous region, from the one that is chosen · <em>review</em> opens a region "
                + $"on the page of <code>seco review</code>, while that runs for this run and on this machine</p><ul class=\"cards\" id=\"region-list\" "
                + $"data-run=\"{content.Input.Name}\" data-port=\"{RunNames.ReviewPort}\" data-pixels=\"{RunNames.ReviewPixels}\">");
            foreach (ShownRegion shot in shots.OrderByDescending(s => s.Region.Doubt).ThenBy(s => s.Region))
            {
                Card(html, content, shot);
            }

            html.Line($"</ul>");
        }

        html.Line($"</section>");
    }

    private static void Counts(HtmlWriter html, ReportContent content)
    {
        RegionCensus census = content.Target.Regions;
        html.Line($"<details><summary>How many regions of each class are clean, corrected, rejected, reviewed by a person</summary>");
        HtmlTable.Write(
            html, "Regions by class", null, ["class", "regions", "clean, %", "corrected, %", "rejected, %", "reviewed, %", "clean by area, %"], Rows());
        html.Line($"</details>");

        IEnumerable<(Markup, string[])> Rows()
        {
            for (int c = 0; c < content.Input.Classes.Count; c++)
            {
                long[] number = [.. RegionCensus.Verdicts.Select((_, v) => census.Number(c, v))];
                long[] area = [.. RegionCensus.Verdicts.Select((_, v) => census.Area(c, v))];
                if (number.Sum() is > 0 and long all)
                {
                    yield return (Markup.Class(c, content.ClassName(c)),
                    [
                        Words.Count(all), .. number.Select(n => Words.Percent((double)n / all)), Words.Percent((double)area[0] / area.Sum()),
                    ]);
                }
            }
        }
    }

    private static void Tools(HtmlWriter html, ReportContent content, IReadOnlyList<ShownRegion> shots)
    {
        html.Add($"<p class=\"tools js\"><label>Verdict <select id=\"by-verdict\"><option value=\"\">all</option>");
        foreach (RegionVerdict verdict in RegionCensus.Verdicts.Where(v => shots.Any(s => s.Region.Verdict == v)))
        {
            html.Add($"<option>{Word.Of(verdict)}</option>");
        }

        html.Add($"</select></label> <label>Class <select id=\"by-class\"><option value=\"\">all</option>");
        foreach (int c in shots.Select(s => s.Region.Class).Distinct().Order())
        {
            html.Add($"<option value=\"{c}\">{content.ClassName(c)}</option>");
        }

        html.Add($"</select></label> <label>Order <select id=\"by-order\"><option value=\"doubt\">most doubtful first</option>"
            + $"<option value=\"loss\">largest loss first</option><option value=\"area\">largest first</option></select></label>");
        html.Line($" <output id=\"region-count\">{Words.Of(shots.Count, "region", "regions")}</output></p>");
    }

    private static void Card(HtmlWriter html, ReportContent content, ShownRegion shot)
    {
        DoubtfulRegion region = shot.Region;
        string image = content.Target.Gallery.Entries[region.Image].Name, verdict = Word.Of(region.Verdict), given = content.ClassName(region.Class);
        html.Add($"<li class=\"card\" tabindex=\"0\" data-step data-verdict=\"{verdict}\" data-class=\"{region.Class}\" "
            + $"data-doubt=\"{Words.Real(region.Doubt, 5)}\" data-loss=\"{Words.Real(region.Loss, 5)}\" data-area=\"{region.Area}\" "
            + $"data-image=\"{image}\" data-region=\"{region.Id}\">");
        html.Add($"<img src=\"{shot.Picture}\" width=\"192\" height=\"144\" alt=\"Region {region.Id} of {image}, {given}, {verdict}\" "
            + $"decoding=\"async\"><p class=\"verdict {verdict}\">{verdict}</p><dl><div><dt>given</dt><dd><span class=\"chip k{region.Class}\">"
            + $"</span>{given}</dd></div>");
        html.Add($"<div><dt>classifier</dt><dd>{content.ClassName(region.Predicted)} ({Words.Percent(region.Probability, 0)} %)</dd></div>");
        if (region.Noise is float noise)
        {
            html.Add($"<div><dt>noise</dt><dd>{Words.Real(noise)}</dd></div>");
        }

        html.Add($"<div><dt>loss</dt><dd>{Words.Real(region.Loss, 2)}</dd></div><div><dt>pixels</dt><dd>{Words.Count(region.Area)}</dd></div>");
        if (shot.Truth is (byte truth, double share))
        {
            html.Add($"<div><dt>truth</dt><dd>{content.ClassName(truth)} ({Words.Percent(share, 0)} %)</dd></div>");
        }

        html.Line($"</dl><p class=\"from\">{image}, region {region.Id}</p></li>");
    }
}
