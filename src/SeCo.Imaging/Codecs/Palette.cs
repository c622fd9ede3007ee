namespace SeCo.Imaging.Codecs;

/// <summary>256 colours, one for each label a PNG can hold. Colours are for the eye only: labels are read back from the indices.</summary>
public sealed class Palette
{
    /// <summary>Entries of a palette.</summary>
    public const int Count = 256;

    private readonly byte[] _bytes = new byte[Count * 3];

    /// <summary>Creates a palette. Labels without a colour are black.</summary>
    /// <param name="colors">The colours of labels 0, 1, …; at most 255, red, green, blue.</param>
    /// <param name="ignore">The colour of <see cref="LabelMap.Ignore"/>; black by default, as in Cityscapes.</param>
    /// <exception cref="ArgumentException">More than 255 colours.</exception>
    public Palette(IReadOnlyList<(byte R, byte G, byte B)> colors, (byte R, byte G, byte B) ignore = default)
    {
        ArgumentNullException.ThrowIfNull(colors);
        if (colors.Count >= Count)
        {
            throw new ArgumentException($"A palette has {colors.Count} colours, expected at most {Count - 1}: {LabelMap.Ignore} is ignore.", nameof(colors));
        }

        for (int i = 0; i < colors.Count; i++)
        {
            Set(i, colors[i]);
        }

        Set(LabelMap.Ignore, ignore);
    }

    /// <summary>The colours as a PNG stores them, <c>[256, 3]</c>: red, green, blue.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The colour of a label.</summary>
    public (byte R, byte G, byte B) this[byte label] => (_bytes[label * 3], _bytes[(label * 3) + 1], _bytes[(label * 3) + 2]);

    private void Set(int label, (byte R, byte G, byte B) color) => (_bytes[label * 3], _bytes[(label * 3) + 1], _bytes[(label * 3) + 2]) = color;
}
