namespace SeCo.Adaptation.Loading;

/// <summary>Images, label maps and masks, read on demand; the least recently used ones are given up first. Safe for use from several threads.</summary>
/// <remarks>Memory stays within the capacity and one file for each thread.</remarks>
/// <param name="classes">The class set whose ids labels may hold.</param>
/// <param name="capacity">Bytes that are kept: 512 MiB are some 340 images of 960 × 540 or 85 of 2048 × 1024.</param>
internal sealed class ImageCache(ClassSet classes, long capacity = 512L << 20)
{
    private readonly RecentlyUsed<Key, (object Value, long Bytes)> _files = new(file => Read(file, classes), decoded => decoded.Bytes, capacity);

    private enum Content
    {
        Image,
        Labels,
        Masks,
        Trust,
    }

    /// <summary>The image of a training image; shared, never to be changed.</summary>
    public RgbImage Image(TrainingImage image) => (RgbImage)_files.Get(new Key(image.ImagePath, Content.Image)).Value;

    /// <summary>The labels of a training image, in their file's size; shared, never to be changed.</summary>
    /// <exception cref="DatasetException">The image has none, or they hold a value that the class set lacks.</exception>
    public LabelMap Labels(TrainingImage image) => image.LabelPath is { } path
        ? (LabelMap)_files.Get(new Key(path, Content.Labels, image.LabelMap)).Value
        : throw new DatasetException($"{image.Name}: a labelled image without a label file. Give it one, or name the image among the unlabelled ones.");

    /// <summary>The same, without keeping them.</summary>
    public LabelMap ReadLabels(TrainingImage image) => image.LabelPath is { } path ? classes.Read(path, image.LabelMap) : Labels(image);

    /// <summary>The mask of a region of a training image.</summary>
    /// <exception cref="DatasetException">The file cannot be used, or has no such region.</exception>
    public RunLengthMask Mask(TrainingImage image, int id)
    {
        Key file = new(image.RegionPath!, Content.Masks);
        return ((Dictionary<int, RunLengthMask>)_files.Get(file).Value).TryGetValue(id, out RunLengthMask? mask)
            ? mask
            : throw new DatasetException(
                $"{file.Path}: no region {id}, though it was there when training began. Leave region files alone while they are used.");
    }

    /// <summary>How far each pixel's label is trusted, as its region is: 0 to 255, which is also that of pixels without a region. Shared, never to be
    /// changed.</summary>
    /// <exception cref="DatasetException">The file of regions cannot be used.</exception>
    public LabelMap Trust(TrainingImage image)
    {
        LabelMap labels = Labels(image);
        return (LabelMap)_files.Get(new Key(image.RegionPath!, Content.Trust, Size: new Size2d(labels.Height, labels.Width))).Value;
    }

    private static (object Value, long Bytes) Read(Key file, ClassSet classes)
    {
        switch (file.Content)
        {
            case Content.Image:
                RgbImage image = RgbImageFile.Read(file.Path);
                return (image, image.Pixels.Length);
            case Content.Labels:
                LabelMap labels = classes.Read(file.Path, file.Map);
                return (labels, labels.Pixels.Length);
            case Content.Trust:
                LabelMap trust = new(file.Size.Width, file.Size.Height);
                trust.Pixels.Fill(byte.MaxValue);
                foreach (ConnectedRegion region in RegionFile.Read(file.Path, classes, (trust.Width, trust.Height)).Where(r => r.Outcome is not null))
                {
                    region.Mask.Paint(trust.Pixels, (byte)Math.Round(byte.MaxValue * (ImageTrust.Confidence(region.Outcome!) ?? 1)));
                }

                return (trust, trust.Pixels.Length);
            default:
                const int PerMask = 128;
                Dictionary<int, RunLengthMask> masks = RegionFile.Read(file.Path, classes).ToDictionary(region => region.Id, region => region.Mask);
                return (masks, PerMask + masks.Values.Sum(mask => PerMask + ((long)sizeof(uint) * mask.Counts.Length)));
        }
    }

    private readonly record struct Key(string Path, Content Content, LabelIdMap? Map = null, Size2d Size = default);
}
