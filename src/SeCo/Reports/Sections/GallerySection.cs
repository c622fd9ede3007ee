namespace SeCo.Reports;

/// <summary>Images beside what each step made of them.</summary>
internal static class GallerySection
{
    public static void Write(HtmlWriter html, ReportContent content, GallerySurvey survey, IReadOnlyList<ShownImage> shots, string id)
    {
        ReportGallery gallery = survey.Gallery;
        int wanted = Math.Min(gallery.Shown, gallery.Entries.Count);
        html.Line($"<section id=\"{id}\" aria-labelledby=\"{id}-title\" class=\"gallery\"><h2 id=\"{id}-title\">{gallery.Title}</h2>");
        string worst = survey.WithTruth > 0 ? $"most wrong or missing pixels of {gallery.Judge?.Title}" : "most doubted regions, as there is no ground truth";
        string chosen = shots.Count == gallery.Entries.Count ? $"All {Words.Of(shots.Count, "image", "images")}; those with the worst labels are numbered"
            : $"{shots.Count} of {Words.Of(gallery.Entries.Count, "image", "images")}: half spread evenly over the set, half those with the worst labels";
        string left = shots.Count == wanted ? "" : $" {wanted} were wanted; the report's size limit ({content.Options.MaxSize}) left room for {shots.Count}."
            + " Raise report.max_size, or lower report.image_side, to see more.";
        html.Line($"<p>{chosen} ({worst}). Black has no "
            + $"label.{left}</p>");
        if (shots.Count == 0)
        {
            html.Line($"</section>");
            return;
        }

        html.Line($"<p class=\"keys js\"><kbd>j</kbd> <kbd>k</kbd> next and previous image · <kbd>1</kbd>–<kbd>9</kbd> enlarge a layer · "
            + $"<kbd>Enter</kbd> enlarge · <kbd>Esc</kbd> back</p>");
        html.Line($"<p class=\"tools js\"><label>Order <select class=\"order\" data-for=\"{id}-list\"><option value=\"place\">as in the set</option>"
            + $"<option value=\"worst\">worst first</option></select></label></p>");
        Legend(html, content.Input.Classes);
        html.Line($"<div class=\"shots\" id=\"{id}-list\">");
        foreach (ShownImage shot in shots)
        {
            Write(html, survey, shot, id);
        }

        html.Line($"</div></section>");
    }

    /// <summary>The section of images that were chosen elsewhere, with a sentence that says how.</summary>
    public static void WriteAlone(HtmlWriter html, GallerySurvey survey, IReadOnlyList<ShownImage> shots, ClassSet classes, string chosen)
    {
        html.Line($"<section id=\"images\" aria-labelledby=\"images-title\" class=\"gallery\"><h2 id=\"images-title\">{survey.Gallery.Title}</h2>");
        html.Line($"<p>{chosen}</p>");
        Legend(html, classes);
        html.Line($"<div class=\"shots\" id=\"images-list\">");
        foreach (ShownImage shot in shots)
        {
            Write(html, survey, shot, "images");
        }

        html.Line($"</div></section>");
    }

    private static void Legend(HtmlWriter html, ClassSet classes)
    {
        html.Add($"<details class=\"classes\" open><summary>Colours</summary><ul class=\"legend\">");
        foreach (SegmentationClass c in classes.Classes)
        {
            html.Add($"<li><span class=\"chip k{c.Id}\"></span>{c.Name}</li>");
        }

        html.Line($"<li><span class=\"chip none\"></span>no label</li></ul></details>");
    }

    private static void Write(HtmlWriter html, GallerySurvey survey, ShownImage shot, string id)
    {
        string name = survey.Gallery.Entries[shot.Image].Name;
        html.Add($"<article class=\"shot\" id=\"{id}-{shot.Image}\" tabindex=\"0\" data-step data-place=\"{shot.Image}\" "
            + $"data-bad=\"{Words.Real(survey.Badness[shot.Image], 6)}\" aria-labelledby=\"{id}-{shot.Image}-name\"><h3 id=\"{id}-{shot.Image}-name\">{name}");
        html.Line($"{(shot.WorstPlace > 0 ? Badge(shot.WorstPlace) : new Markup(""))}</h3><ul>");
        if (shot.Photo is DataUri photo)
        {
            Picture(html, "photo", "image", name, photo, null);
        }
        else
        {
            html.Line($"<li><p class=\"missing\">The image itself was not found or could not be read.</p></li>");
        }

        foreach (ShownLayer layer in shot.Layers)
        {
            Picture(html, layer.Key, layer.Title, name, layer.Picture, layer);
        }

        html.Line($"</ul></article>");
    }

    private static Markup Badge(int place) => Markup.Of(html => html.Add($" <span class=\"badge\">worst no. {place}</span>"));

    private static void Picture(HtmlWriter html, string key, string title, string name, DataUri picture, ShownLayer? layer)
    {
        string facts = layer is null ? ""
            : layer.Against is { } against && !double.IsNaN(against.Accuracy) ? $"{Words.Percent(against.Accuracy)} % right, "
                + $"mIoU {Words.Percent(against.Miou)}{(against.Coverage < 0.9995 ? $", covers {Words.Percent(against.Coverage)} %" : "")}"
            : layer.Coverage < 0.9995 ? $"covers {Words.Percent(layer.Coverage)} %" : "";
        html.Line($"<li><figure><button type=\"button\" class=\"zoom\" data-layer=\"{key}\" data-title=\"{title}\" data-facts=\"{facts}\">"
            + $"<img class=\"{(key == "photo" ? "photo" : "label")}\" src=\"{picture}\" alt=\"{name}: {title}\" decoding=\"async\"></button>"
            + $"<figcaption>{title}<small>{facts}</small></figcaption></figure></li>");
    }
}
