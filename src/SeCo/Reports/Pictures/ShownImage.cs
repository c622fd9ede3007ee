namespace SeCo.Reports;

/// <summary>An image as the page shows it, its label maps with the truth last. Its place among the worst is from 1; 0 where it is only part of the even
/// spread.</summary>
internal sealed record ShownImage(int Image, int WorstPlace, DataUri? Photo, IReadOnlyList<ShownLayer> Layers)
{
    /// <summary>About how many characters its markup takes beside the pictures.</summary>
    private const int MarkupOfLayer = 700;

    /// <summary>Characters in the page.</summary>
    public long Length => (Photo?.Length ?? 0) + Layers.Sum(l => l.Picture.Length + (long)MarkupOfLayer) + (2 * MarkupOfLayer);
}

/// <summary>A label map as the page shows it, with the share of pixels that have a label, and how it agrees with truth; null without.</summary>
internal sealed record ShownLayer(string Key, string Title, DataUri Picture, double Coverage, Agreement? Against);

/// <summary>A region as the page shows it, with the most frequent true class inside (255: none) and its share in [0, 1]; null without truth.</summary>
internal sealed record ShownRegion(DoubtfulRegion Region, DataUri Picture, (byte Class, double Share)? Truth)
{
    private const int Markup = 1100;

    /// <summary>Characters in the page.</summary>
    public long Length => Picture.Length + (long)Markup;
}
