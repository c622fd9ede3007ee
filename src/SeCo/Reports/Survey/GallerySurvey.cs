namespace SeCo.Reports;

/// <summary>One pass over all images of a gallery: what their labels come to, how bad each image is, and which regions are the most doubtful. Evaluation and
/// report share it. One image is held at a time and thread; what stays are counts, a number for each image, and a few regions.</summary>
internal sealed class GallerySurvey
{
    private GallerySurvey(ReportGallery gallery, ClassSet classes, int regions)
    {
        (Gallery, KeptRegions) = (gallery, regions);
        Layers = [.. gallery.Layers.Select(_ => new LayerCount(classes.Count))];
        Regions = new RegionCensus(classes.Count, gallery.Verdicts is null ? 0 : regions);
        Badness = new double[gallery.Entries.Count];
    }

    public ReportGallery Gallery { get; }

    /// <summary>Counts for each of the gallery's layers.</summary>
    public IReadOnlyList<LayerCount> Layers { get; }

    /// <summary>The counts of the layer that images are judged by; null where there is none.</summary>
    public LayerCount? Judging => Gallery.Judge is { } judge ? Layers[Gallery.Layers.ToList().IndexOf(judge)] : null;

    public RegionCensus Regions { get; }

    /// <summary>How bad each image is, in [0, 1]: the share of pixels that the layer which judges leaves wrong; without truth the share of doubted
    /// pixels.</summary>
    public double[] Badness { get; }

    /// <summary>Images with ground truth.</summary>
    public int WithTruth { get; private set; }

    /// <summary>Regions kept of each class and verdict.</summary>
    public int KeptRegions { get; }

    /// <summary>What could not be used.</summary>
    public ReportNotes Notes { get; } = new();

    /// <summary>Looks at all images, keeping some regions of each class and verdict. For a report, what cannot be used is noted; where images are measured,
    /// files of images with truth must be usable, and the report of the same run takes the survey over. Each image is shown to the visitor as it was read,
    /// from several threads at once.</summary>
    /// <exception cref="DatasetException">Files of measured images that cannot be used; all together.</exception>
    public static GallerySurvey Of(
        ReportGallery gallery, ClassSet classes, int regions, int parallelism, bool measure, Action<SurveyedImage>? visit, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        GallerySurvey survey = new(gallery, classes, regions);
        LayerReader reader = new(classes, gallery, survey.Notes, measure);
        (string stage, string step) = (measure ? "evaluate" : "report", gallery.Key == "target" ? "images" : "validation images");
        ImageBatch.Run(stage, step, gallery.Entries.Count, parallelism, progress, i =>
        {
            SurveyedImage image = Read(reader, gallery, i);
            survey.Count(reader, image, i);
            visit?.Invoke(image);
        }, cancellationToken);
        return survey;
    }

    private static SurveyedImage Read(LayerReader reader, ReportGallery gallery, int image)
    {
        ImageEntry entry = gallery.Entries[image];
        return new SurveyedImage(entry, reader.Truth(entry), [.. gallery.Layers.Select((_, layer) => reader.Layer(entry, layer))], reader.Regions(entry));
    }

    private void Count(LayerReader reader, SurveyedImage seen, int image)
    {
        double badness = 0;
        for (int layer = 0; layer < Layers.Count; layer++)
        {
            if (seen.Layers[layer] is not LabelMap labels)
            {
                continue;
            }

            ConfusionMatrix? confusion = seen.Truth is null ? null : reader.Compare(seen.Entry, seen.Truth, labels, Gallery.Layers[layer]);
            if (Gallery.Layers[layer] == Gallery.Judge && confusion is not null && Agreement.Of(confusion).Strict is double right && !double.IsNaN(right))
            {
                badness = 1 - right;
            }

            lock (Layers[layer])
            {
                Layers[layer].Add(labels, confusion);
            }
        }

        lock (Regions)
        {
            WithTruth += seen.Truth is null ? 0 : 1;
            if (seen.Regions is not null && Regions.Add(image, seen.Regions) is (long doubted, > 0 and long all) && seen.Truth is null)
            {
                badness = (double)doubted / all;
            }
        }

        Badness[image] = badness;
    }
}

/// <summary>An image as a survey has read it, with its labels, one for each layer of the gallery; what there is none of is null.</summary>
internal sealed record SurveyedImage(ImageEntry Entry, LabelMap? Truth, IReadOnlyList<LabelMap?> Layers, IReadOnlyList<ConnectedRegion>? Regions);
