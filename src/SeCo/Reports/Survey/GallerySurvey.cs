using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Reports;

/// <summary>One look at all images of a gallery: what their labels come to, how bad each image is, and which regions are the most doubtful. One image is held at a time and thread.</summary>
internal sealed class GallerySurvey
{
    private GallerySurvey(ReportGallery gallery, ClassSet classes, int regions)
    {
        Gallery = gallery;
        Layers = [.. gallery.Layers.Select(_ => new LayerCount(classes.Count))];
        Regions = new RegionCensus(classes.Count, gallery.Verdicts is null ? 0 : regions);
        Badness = new double[gallery.Entries.Count];
    }

    /// <summary>The images.</summary>
    public ReportGallery Gallery { get; }

    /// <summary>Counts for each of the gallery's layers.</summary>
    public IReadOnlyList<LayerCount> Layers { get; }

    /// <summary>The counts of the layer that images are judged by; null where there is none.</summary>
    public LayerCount? Judging => Gallery.Judge is { } judge ? Layers[Gallery.Layers.ToList().IndexOf(judge)] : null;

    /// <summary>The regions.</summary>
    public RegionCensus Regions { get; }

    /// <summary>How bad each image is, in [0, 1]: the share of pixels that the layer which judges leaves wrong; without truth the share of doubted pixels.</summary>
    public double[] Badness { get; }

    /// <summary>Images with ground truth.</summary>
    public int WithTruth { get; private set; }

    /// <summary>Looks at all images.</summary>
    /// <param name="gallery">The images.</param>
    /// <param name="classes">The class set.</param>
    /// <param name="regions">Regions to keep of each class and verdict.</param>
    /// <param name="parallelism">Images at once; 0: one a processor.</param>
    /// <param name="notes">Told what cannot be used.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    public static GallerySurvey Of(
        ReportGallery gallery, ClassSet classes, int regions, int parallelism, NoteBook notes, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        GallerySurvey survey = new(gallery, classes, regions);
        LayerReader reader = new(classes, gallery, notes);
        int done = 0;
        ImageBatch.Run("report", gallery.Entries.Count, parallelism, i =>
        {
            survey.Look(reader, i);
            progress?.Report(new StageProgress("report", gallery.Key == "target" ? "images" : "validation images", Interlocked.Increment(ref done), gallery.Entries.Count));
        }, cancellationToken);
        return survey;
    }

    private void Look(LayerReader reader, int image)
    {
        ImageEntry entry = Gallery.Entries[image];
        LabelMap? truth = reader.Truth(entry);
        IReadOnlyList<ConnectedRegion>? regions = reader.Regions(entry);
        double badness = 0;
        for (int layer = 0; layer < Layers.Count; layer++)
        {
            if (reader.Layer(entry, layer) is not LabelMap labels)
            {
                continue;
            }

            ConfusionMatrix? confusion = truth is null ? null : reader.Compare(entry.Name, truth, labels);
            badness = Gallery.Layers[layer] == Gallery.Judge && confusion is not null && Agreement.Of(confusion).Strict is double right && !double.IsNaN(right) ? 1 - right : badness;
            lock (Layers[layer])
            {
                Layers[layer].Add(labels, confusion);
            }
        }

        lock (Regions)
        {
            WithTruth += truth is null ? 0 : 1;
            if (regions is not null && Regions.Add(image, regions) is (long doubted, > 0 and long all) && truth is null)
            {
                badness = (double)doubted / all;
            }
        }

        Badness[image] = badness;
    }
}
