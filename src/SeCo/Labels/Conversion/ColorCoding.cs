namespace SeCo.Labels;

/// <summary>Reads labels from images in which each class has its colour.</summary>
internal sealed class ColorCoding
{
    private readonly Dictionary<int, byte> _ids;
    private readonly ClassSet _classes;
    private readonly bool _ignoreUnknown;

    /// <summary>The coding by a set's own colours; black means unlabelled where no class is black, and other colours may become 255 too.</summary>
    /// <exception cref="ArgumentException">Two classes share a colour.</exception>
    public ColorCoding(ClassSet classes, bool ignoreUnknown)
    {
        (_classes, _ignoreUnknown, _ids) = (classes, ignoreUnknown, []);
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
    public LabelMap Read(string path) => Read(RgbImageFile.Read(path), _ids, _ignoreUnknown ? LabelMap.Ignore : null, colour => new ImageFormatException(
        $"{path}: {colour} belongs to no class of '{_classes.Name}'. Name the right class set, allow unknown colours (--ignore-unknown-colors), or "
        + "convert from a lossless file."));

    /// <summary>The labels of an image by the ids of colours. Other colours have an id too, or are a fault, told with the place of the first such
    /// pixel.</summary>
    internal static LabelMap Read(RgbImage image, IReadOnlyDictionary<int, byte> ids, byte? others, Func<string, Exception> fault)
    {
        ReadOnlySpan<byte> rgb = image.Pixels;
        LabelMap labels = new(image.Width, image.Height, new byte[image.Width * image.Height]);
        Span<byte> values = labels.Pixels;
        (int last, byte id) = (-1, LabelMap.Ignore);
        for (int i = 0; i < values.Length; i++)
        {
            int key = Key(rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
            if (key != last)
            {
                id = ids.TryGetValue(key, out byte known) ? known
                    : others ?? throw fault($"colour #{key:x6} at ({i % image.Width}, {i / image.Width})");
                last = key;
            }

            values[i] = id;
        }

        return labels;
    }

    /// <summary>A colour as a number.</summary>
    internal static int Key(byte r, byte g, byte b) => (r << 16) | (g << 8) | b;
}
