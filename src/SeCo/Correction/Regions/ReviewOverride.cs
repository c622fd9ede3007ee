namespace SeCo.Correction.Regions;

/// <summary>What people said about one image, held against the regions of this run.</summary>
/// <remarks>An answer belongs to a region where their IoU is above <see cref="SameRegion"/>: the whole region then takes its label. The pixels of an answer
/// have its label in any case, also where this run cuts the image into other regions. Drawn pixels are painted last. Source: this project.</remarks>
internal sealed class ReviewOverride
{
    /// <summary>The IoU above which two masks mean the same region; above one half, no two disjoint regions can claim one answer.</summary>
    public const double SameRegion = 0.5;

    private static readonly ReviewOverride Nothing = new([]);
    private readonly IReadOnlyList<RegionReview> _reviews;
    private readonly (RegionReview Review, Box Bounds)[] _whole;

    private ReviewOverride(IReadOnlyList<RegionReview> reviews) =>
        (_reviews, _whole) = (reviews, [.. reviews.Where(r => r.IsWhole).Select(r => (r, r.Mask.Bounds))]);

    /// <summary>The reviews of an image; none where nobody was asked about it.</summary>
    /// <exception cref="DatasetException">The file is malformed, or of an image of another size.</exception>
    public static ReviewOverride Of(string? folder, string name, ClassSet classes, (int Width, int Height) size)
    {
        string? path = folder is null ? null : ReviewFile.PathOf(folder, name);
        return path is not null && File.Exists(path) ? new ReviewOverride(ReviewFile.Read(path, classes, size)) : Nothing;
    }

    /// <summary>Finds a wrong folder; else says in words how many reviews belong to no image of the run, null where all do.</summary>
    /// <exception cref="DatasetException">The folder is missing, or none of its files belongs to one of the images.</exception>
    public static string? Check(string? folder, IEnumerable<string> names)
    {
        if (folder is null)
        {
            return null;
        }

        if (!Directory.Exists(folder))
        {
            throw new DatasetException($"{folder}: no such folder; it is given as correction.review. `seco labels import` writes one.");
        }

        string[] files = [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => ImageName.WithoutEnding(ImageName.Below(folder, file)))];
        string[] others = [.. files.Except(names)];
        if (others.Length == files.Length)
        {
            string found = files.Length > 0 ? $"found {files[0]}.json" : "found no .json file at all";
            throw new DatasetException(
                $"{folder}: is given as correction.review, but no file in it belongs to an image of the run: "
                + $"{found}, expected NAME.json as in {names.FirstOrDefault()}.json.");
        }

        return others.Length == 0 ? null : $"{folder}: {others.Length} reviews belong to no image of the run and are left out, as {others[0]}.json";
    }

    /// <summary>What was said about a region; null for nothing.</summary>
    public RegionReview? AnswerTo(ConnectedRegion region) =>
        Array.Find(_whole, r => !r.Bounds.Intersect(region.Bounds).IsEmpty && RunLengthMask.Iou(r.Review.Mask, region.Mask) > SameRegion).Review;

    /// <summary>Paints what people said over a label map, in which regions are decided.</summary>
    public void Paint(LabelMap labels, IEnumerable<ConnectedRegion> regions)
    {
        if (_reviews.Count == 0)
        {
            return;
        }

        foreach (ConnectedRegion region in regions.Where(r => r.Outcome is { Verdict: RegionVerdict.Reviewed }))
        {
            region.Mask.Paint(labels, (byte)region.Outcome!.Label!.Value);
        }

        foreach (RegionReview review in _reviews.OrderBy(r => r.IsWhole ? 0 : 1))
        {
            review.Mask.Paint(labels, review.Label);
        }
    }
}
