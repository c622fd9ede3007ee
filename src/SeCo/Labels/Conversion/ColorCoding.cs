namespace SeCo.Labels;

/// <summary>Reads labels from images in which each class has its colour.</summary>
internal sealed class ColorCoding
{
    private const int Unknown = -1;

    private readonly Dictionary<int, byte> _ids = [];
    private readonly ClassSet _classes;
    private readonly bool _ignoreUnknown;

    /// <summary>The coding by a set's own colours; black means unlabelled where no class is black, and other colours may become 255 too.</summary>
    /// <exception cref="ArgumentException">Two classes share a colour.</exception>
    public ColorCoding(ClassSet classes, bool ignoreUnknown)
    {
        _classes = classes;
        _ignoreUnknown = ignoreUnknown;
        foreach (SegmentationClass c in classes.Classes)
        {
            if (!_ids.TryAdd(Key(c.Color.R, c.Color.G, c.Color.B), (byte)c.Id))
            {
                throw new ArgumentException(
                    $"Class set '{classes.Name}': {c.Name} has the colour of another class, so colours do not tell classes.", nameof(classes));
            }
        }

        _ids.TryAdd(0, LabelMap.Ignore);
    }

    /// <summary>Reads the labels of a colour image.</summary>
    /// <exception cref="ImageFormatException">Not an image, or a colour of no class; the message names it and its place.</exception>
    public LabelMap Read(string path)
    {
        RgbImage image = RgbImageFile.Read(path);
        ReadOnlySpan<byte> rgb = image.Pixels;
        LabelMap labels = new(image.Width, image.Height, new byte[image.Width * image.Height]);
        Span<byte> ids = labels.Pixels;
        (int last, byte id) = (Unknown, LabelMap.Ignore);
        for (int i = 0; i < ids.Length; i++)
        {
            int key = Key(rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
            if (key != last)
            {
                id = _ids.TryGetValue(key, out byte known) ? known : _ignoreUnknown ? LabelMap.Ignore : throw new ImageFormatException(
                    $"{path}: colour #{key:x6} at ({i % image.Width}, {i / image.Width}) belongs to no class of '{_classes.Name}'. "
                    + "Name the right class set, allow unknown colours (--ignore-unknown-colors), or convert from a lossless file.");
                last = key;
            }

            ids[i] = id;
        }

        return labels;
    }

    private static int Key(byte r, byte g, byte b) => (r << 16) | (g << 8) | b;
}
