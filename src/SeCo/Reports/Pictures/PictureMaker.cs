namespace SeCo.Reports;

/// <summary>Makes the pictures of a page, as many as fit.</summary>
internal sealed class PictureMaker(ClassSet classes, ReportOptions options, int parallelism, ReportNotes notes)
{
    private readonly Thumbnails _thumbnails = new(classes.Palette(), options.ImageSide);

    /// <summary>Makes the pictures of a gallery, of no more characters than the budget.</summary>
    /// <returns>In the order of the gallery.</returns>
    public IReadOnlyList<ShownImage> Images(GallerySurvey survey, long budget, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<(int Image, int WorstPlace)> chosen = ImageChoice.Of(survey.Badness, survey.Gallery.Shown);
        LayerReader reader = new(classes, survey.Gallery, notes);
        List<ShownImage> shots = [];
        long left = budget;
        int done = 0;

        // The most important first, and no more than fit, so that what is wanted beyond the limit takes neither time nor memory.
        foreach ((int Image, int WorstPlace)[] part in chosen.Chunk(PartOfProcessor * (parallelism > 0 ? parallelism : Environment.ProcessorCount))
            .TakeWhile(_ => left > 0))
        {
            ShownImage[] made = new ShownImage[part.Length];
            ImageBatch.Run("report", part.Length, parallelism, i =>
            {
                made[i] = Make(reader, survey.Gallery, part[i].Image, part[i].WorstPlace);
                progress?.Report(new StageProgress("report", "pictures", Interlocked.Increment(ref done), chosen.Count));
            }, cancellationToken);
            shots.AddRange(made);
            left -= made.Sum(s => s.Length);
        }

        return [.. Fitting(shots, s => s.Length, budget).OrderBy(s => s.Image)];
    }

    /// <summary>Makes the pictures of the worst regions, of no more characters than the budget.</summary>
    /// <returns>The worst of every class and verdict first, then the second worst of each, and so on.</returns>
    public IReadOnlyList<ShownRegion> Regions(GallerySurvey survey, long budget, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        DoubtfulRegion[] wanted =
        [
            .. from verdict in Enumerable.Range(0, RegionCensus.Verdicts.Length)
               from category in Enumerable.Range(0, classes.Count)
               from ranked in survey.Regions.Worst(category, verdict).Select((region, rank) => (Region: region, Rank: rank))
               orderby ranked.Rank, verdict descending, category
               select ranked.Region,
        ];
        wanted = wanted[..(int)Math.Clamp(budget / SmallestRegion, 0, wanted.Length)];
        IGrouping<int, int>[] images = [.. Enumerable.Range(0, wanted.Length).GroupBy(i => wanted[i].Image).OrderBy(g => g.Key)];
        LayerReader reader = new(classes, survey.Gallery, notes);
        ShownRegion?[] shots = new ShownRegion?[wanted.Length];
        ImageBatch.Run(
            "report", "regions", images.Length, parallelism, progress,
            i => Make(reader, survey.Gallery.Entries[images[i].Key], [.. images[i]], wanted, shots), cancellationToken);
        return Fitting([.. shots.Where(s => s is not null).Select(s => s!)], s => s.Length, budget);
    }

    // No crop is smaller, so that many more than fit are never made.
    private const long SmallestRegion = 2500;

    // Images that are made before it is asked whether more fit.
    private const int PartOfProcessor = 4;

    private static List<T> Fitting<T>(IReadOnlyList<T> shots, Func<T, long> length, long budget) =>
        [.. shots.TakeWhile(shot => (budget -= length(shot)) >= 0)];

    private ShownImage Make(LayerReader reader, ReportGallery gallery, int image, int worstPlace)
    {
        ImageEntry entry = gallery.Entries[image];
        LabelMap? truth = reader.Truth(entry);
        List<ShownLayer> layers = [];
        for (int i = 0; i < gallery.Layers.Count; i++)
        {
            if (reader.Layer(entry, i) is LabelMap labels)
            {
                Agreement? against = truth is not null && reader.Compare(entry, truth, labels, gallery.Layers[i]) is ConfusionMatrix confusion
                    ? Agreement.Of(confusion) : null;
                layers.Add(new ShownLayer(gallery.Layers[i].Key, gallery.Layers[i].Title, _thumbnails.Labels(labels), Coverage(labels), against));
            }
        }

        if (truth is not null)
        {
            layers.Add(new ShownLayer("truth", "ground truth", _thumbnails.Labels(truth), Coverage(truth), null));
        }

        return new ShownImage(image, worstPlace, reader.Photo(entry) is RgbImage photo ? _thumbnails.Photo(photo) : null, layers);
    }

    private static void Make(LayerReader reader, ImageEntry entry, int[] places, DoubtfulRegion[] wanted, ShownRegion?[] shots)
    {
        Dictionary<int, ConnectedRegion> regions = [];
        foreach (ConnectedRegion region in reader.Regions(entry) ?? [])
        {
            regions.TryAdd(region.Id, region);
        }

        LabelMap? truth = reader.Truth(entry);
        RgbImage? photo = reader.Photo(entry);
        foreach (int place in places)
        {
            if (!regions.TryGetValue(wanted[place].Id, out ConnectedRegion? region))
            {
                continue;
            }

            (byte, double)? inside = null;
            if (truth is not null && truth.Width == region.Mask.Width && truth.Height == region.Mask.Height)
            {
                int[] counts = region.Mask.CountLabels(truth);
                int most = Array.IndexOf(counts, counts.Max());
                inside = ((byte)most, (double)counts[most] / Math.Max(1, region.Area));
            }

            shots[place] = new ShownRegion(wanted[place], RegionCrop.Draw(photo, region.Mask, region.Bounds), inside);
        }
    }

    private static double Coverage(LabelMap labels) => 1 - ((double)labels.Pixels.Count(LabelMap.Ignore) / labels.Pixels.Length);
}
