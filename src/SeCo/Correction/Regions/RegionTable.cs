namespace SeCo.Correction.Regions;

/// <summary>What is known of one region in a run: its place in its image's file, from 0; its mean confidence, not a number where unknown; and the share of
/// its mask's labelled pixels that had its class, 1 where it has no mask.</summary>
internal sealed record RegionRow(int Image, int Place, byte Class, int Area, float Confidence, float Share = 1)
{
    private static readonly RegionOutcome Nothing = new();

    public RegionOutcome Outcome { get; set; } = Nothing;

    /// <summary>The noise score that decides about its pixels one by one; not a number where the verdict stands for all of them.</summary>
    public double PixelScore { get; set; } = double.NaN;
}

/// <summary>The regions of all images, in the order of the images and of their files; some 150 bytes each, so that a million fit.</summary>
/// <remarks>Masks stay in the region files, and are decoded for a window when it is needed.</remarks>
internal sealed class RegionTable
{
    private readonly List<int> _firstRows = [0];
    private readonly List<RegionRow> _rows = [];

    /// <summary>Takes the regions of all images, one image at a time.</summary>
    public RegionTable(IEnumerable<IEnumerable<ConnectedRegion>> images)
    {
        foreach (IEnumerable<ConnectedRegion> regions in images)
        {
            int image = _firstRows.Count - 1;
            foreach (ConnectedRegion region in regions)
            {
                float confidence = (float)(region.MeanConfidence ?? double.NaN);
                _rows.Add(new RegionRow(
                    image, _rows.Count - _firstRows[image], (byte)region.CategoryId, checked((int)region.Area), confidence,
                    (float)(region.Origin?.Share ?? 1)));
            }

            _firstRows.Add(_rows.Count);
        }
    }

    public IReadOnlyList<RegionRow> Rows => _rows;

    public IReadOnlyList<RegionRow> Of(int image) => _rows[_firstRows[image].._firstRows[image + 1]];
}
