using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Adaptation.Loading;

/// <summary>Images, label maps and masks, read on demand; the least recently used ones are given up first. Safe for use from several threads.</summary>
/// <remarks>Memory stays within the capacity and one file for each thread.</remarks>
internal sealed class DecodedFiles
{
    /// <summary>Bytes that are kept where nothing else is said: 512 MiB, some 340 images of 960 × 540 or 85 of 2048 × 1024, which are otherwise read again.</summary>
    public const long DefaultCapacity = 512L << 20;

    private readonly ClassSet _classes;
    private readonly long _capacity;
    private readonly Lock _gate = new();
    private readonly Dictionary<ImageFile, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _recent = new();

    /// <summary>Creates an empty store.</summary>
    /// <param name="classes">The class set whose ids label maps may hold.</param>
    /// <param name="capacity">Bytes to keep.</param>
    public DecodedFiles(ClassSet classes, long capacity = DefaultCapacity)
    {
        _classes = classes;
        _capacity = capacity;
    }

    /// <summary>How many files have been read.</summary>
    public long Reads { get; private set; }

    /// <summary>Bytes that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>The image of a training image; shared, never to be changed.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    public RgbImage Image(TrainingImage image) => (RgbImage)Get(new ImageFile(image.ImagePath, FileContent.Image)).Value;

    /// <summary>The labels of a training image, in their file's size; shared, never to be changed.</summary>
    /// <exception cref="DatasetException">The image has none, or they hold a value that the class set has not.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    public LabelMap Labels(TrainingImage image) => image.LabelPath is { } path
        ? (LabelMap)Get(new ImageFile(path, FileContent.Labels, image.LabelMap)).Value
        : throw new DatasetException($"{image.Name}: a labelled image without a label file. Give it one, or name the image among the unlabelled ones.");

    /// <summary>Reads the labels of a training image past the store.</summary>
    /// <inheritdoc cref="Labels"/>
    public LabelMap ReadLabels(TrainingImage image) => image.LabelPath is { } path ? ReadLabels(path, image.LabelMap) : Labels(image);

    /// <summary>The mask of a region of a training image.</summary>
    /// <param name="image">An image with regions.</param>
    /// <param name="id">The region's number in its file.</param>
    /// <exception cref="DatasetException">The file cannot be used, or has no such region.</exception>
    public RunLengthMask Mask(TrainingImage image, int id)
    {
        ImageFile file = new(image.RegionPath!, FileContent.Masks);
        return ((Dictionary<int, RunLengthMask>)Get(file).Value).TryGetValue(id, out RunLengthMask? mask)
            ? mask
            : throw new DatasetException($"{file.Path}: no region {id}, though it was there when training began. Leave region files alone while they are used.");
    }

    private DecodedFile Get(ImageFile file)
    {
        LinkedListNode<Entry>? node;
        lock (_gate)
        {
            if (_entries.TryGetValue(file, out node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
            }
            else
            {
                node = _recent.AddFirst(new Entry(file, new Lazy<DecodedFile>(() => Read(file))));
                _entries.Add(file, node);
                Reads++;
            }
        }

        try
        {
            DecodedFile decoded = node.Value.Content.Value;
            Account(node, decoded);
            return decoded;
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

    private DecodedFile Read(ImageFile file)
    {
        switch (file.Content)
        {
            case FileContent.Image:
                RgbImage image = RgbImageFile.Read(file.Path);
                return new DecodedFile(image, image.Pixels.Length);
            case FileContent.Labels:
                LabelMap labels = ReadLabels(file.Path, file.Map);
                return new DecodedFile(labels, labels.Pixels.Length);
            default:
                const int PerMask = 128;
                Dictionary<int, RunLengthMask> masks = RegionFile.Read(file.Path, _classes).ToDictionary(region => region.Id, region => region.Mask);
                return new DecodedFile(masks, PerMask + masks.Values.Sum(mask => PerMask + ((long)sizeof(uint) * mask.Counts.Length)));
        }
    }

    private LabelMap ReadLabels(string path, LabelIdMap? map)
    {
        LabelMap labels = LabelPng.Read(path);
        map?.Apply(labels.Pixels);
        _classes.Require(labels, path);
        return labels;
    }

    private void Account(LinkedListNode<Entry> node, DecodedFile decoded)
    {
        lock (_gate)
        {
            if (node.List is null || node.Value.Bytes != 0)
            {
                return;
            }

            node.Value.Bytes = decoded.Bytes;
            Bytes += decoded.Bytes;
            for (LinkedListNode<Entry>? oldest = _recent.Last; Bytes > _capacity && oldest is not null;)
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
            Bytes -= node.Value.Bytes;
            _entries.Remove(node.Value.File);
            _recent.Remove(node);
        }
    }

    private sealed class Entry(ImageFile file, Lazy<DecodedFile> content)
    {
        public ImageFile File { get; } = file;

        public Lazy<DecodedFile> Content { get; } = content;

        /// <summary>0 while the file is being read; such an entry stays, or the file would be read twice at once.</summary>
        public long Bytes { get; set; }
    }
}
