namespace SeCo.Correction.Regions;

/// <summary>What is known of one region in a run.</summary>
/// <param name="Image">The place of its image.</param>
/// <param name="Place">Its place in the image's file, from 0.</param>
/// <param name="Class">Its class before correction.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Confidence">Its mean confidence, in [0, 1]; not a number where unknown.</param>
/// <param name="Share">The share of its mask's labelled pixels that had its class, in [0, 1]; 1 where it has no mask.</param>
internal sealed record RegionRow(int Image, int Place, byte Class, int Area, float Confidence, float Share = 1)
{
    private static readonly RegionOutcome Nothing = new();

    /// <summary>What correction found out.</summary>
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

    /// <summary>Takes the regions of all images.</summary>
    /// <param name="images">The regions of each image, in the order of its file; taken one at a time.</param>
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

    /// <summary>All regions.</summary>
    public IReadOnlyList<RegionRow> Rows => _rows;

    /// <summary>The regions of one image.</summary>
    public IReadOnlyList<RegionRow> Of(int image) => _rows[_firstRows[image].._firstRows[image + 1]];
}
