using SeCo.Imaging.Codecs;
using SeCo.Labels;

namespace SeCo.Correction.Windows;

/// <summary>Images and their regions, loaded on demand; the least recently used ones are given up first. Safe for use from several threads.</summary>
/// <remarks>
/// Memory stays within the capacity plus one image for each thread. How often an image is loaded again depends on the order of requests: neighbours in
/// time should share images.
/// </remarks>
public sealed class RegionImageCache
{
    private readonly Func<int, RegionImage> _load;
    private readonly long _capacity;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _recent = new();
    private long _bytes;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="load">Loads the image of an index; called from several threads, never twice at once for one image.</param>
    /// <param name="capacity">Bytes to keep.</param>
    public RegionImageCache(Func<int, RegionImage> load, long capacity = 512L << 20)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _load = load;
        _capacity = capacity;
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
    public long Loads { get; private set; }

    /// <summary>The image of an index, from memory where it is there.</summary>
    /// <remarks>An exception of the loader passes through, and the next request tries again.</remarks>
    public RegionImage Get(int image)
    {
        LinkedListNode<Entry>? node;
        lock (_gate)
        {
            if (_entries.TryGetValue(image, out node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
            }
            else
            {
                node = _recent.AddFirst(new Entry(image, new Lazy<RegionImage>(() => _load(image))));
                _entries.Add(image, node);
                Loads++;
            }
        }

        try
        {
            RegionImage loaded = node.Value.Content.Value;
            Account(node, loaded);
            return loaded;
        }
        catch
        {
            lock (_gate)
            {
                Remove(node);
            }

            throw;
        }
    }

    private void Account(LinkedListNode<Entry> node, RegionImage loaded)
    {
        lock (_gate)
        {
            if (node.List is null || node.Value.Bytes != 0)
            {
                return;
            }

            node.Value.Bytes = loaded.Bytes;
            _bytes += loaded.Bytes;
            LinkedListNode<Entry>? oldest = _recent.Last;
            while (_bytes > _capacity && oldest is not null && oldest != _recent.First)
            {
                LinkedListNode<Entry>? next = oldest.Previous;
                if (oldest.Value.Bytes != 0)
                {
                    Remove(oldest);
                }

                oldest = next;
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        if (node.List is not null)
        {
            _bytes -= node.Value.Bytes;
            _entries.Remove(node.Value.Image);
            _recent.Remove(node);
        }
    }

    private sealed class Entry(int image, Lazy<RegionImage> content)
    {
        public int Image { get; } = image;

        public Lazy<RegionImage> Content { get; } = content;

        /// <summary>0 while the image is being loaded; such an entry stays, or the image would be loaded twice at once.</summary>
        public long Bytes { get; set; }
    }
}
