using SeCo.Storage;

namespace SeCo.Correction.Windows;

/// <summary>Images and their regions, loaded on demand; the least recently used ones are given up first. Safe for use from several threads.</summary>
/// <remarks>
/// Memory stays within the capacity plus one image for each thread. How often an image is loaded again depends on the order of requests: neighbours in
/// time should share images.
/// </remarks>
public sealed class RegionImageCache
{
    private readonly RecentlyUsed<int, RegionImage> _images;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="load">Loads the image of an index; called from several threads, never twice at once for one image.</param>
    /// <param name="capacity">Bytes to keep.</param>
    public RegionImageCache(Func<int, RegionImage> load, long capacity = 512L << 20)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _images = new RecentlyUsed<int, RegionImage>(load, image => image.Bytes, capacity, keepsNewest: true);
    }

    /// <summary>How often an image has been loaded.</summary>
    internal long Loads => _images.Loads;

    /// <summary>The image of an index, from memory where it is there.</summary>
    /// <remarks>An exception of the loader passes through, and the next request tries again.</remarks>
    public RegionImage Get(int image) => _images.Get(image);
}
