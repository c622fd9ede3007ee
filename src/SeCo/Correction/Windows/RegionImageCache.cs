using SeCo.Imaging.Codecs;
using SeCo.Labels;
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

    /// <summary>A cache over image files and their region files.</summary>
    /// <param name="images">The image files.</param>
    /// <param name="regions">The region file of each image; its masks may have another size than the image.</param>
    /// <param name="classes">The class set whose ids may occur; null to allow 0 to 254.</param>
    /// <param name="capacity">Bytes to keep.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static RegionImageCache FromFiles(IReadOnlyList<string> images, IReadOnlyList<string> regions, ClassSet? classes = null, long capacity = 512L << 20)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(regions);
        return images.Count == regions.Count
            ? new RegionImageCache(index => new RegionImage(RgbImageFile.Read(images[index]), [.. RegionFile.Read(regions[index], classes)]), capacity)
            : throw new ArgumentException($"{images.Count} images and {regions.Count} region files.", nameof(regions));
    }

    /// <summary>How often an image has been loaded.</summary>
    public long Loads => _images.Loads;

    /// <summary>The image of an index, from memory where it is there.</summary>
    /// <remarks>An exception of the loader passes through, and the next request tries again.</remarks>
    public RegionImage Get(int image) => _images.Get(image);
}
