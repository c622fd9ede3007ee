namespace SeCo.Imaging.Codecs;

/// <summary>Where a picture lies on the earth, as a TIFF says it: its GeoTIFF tags as they are, to be written into pictures of the same pixels.</summary>
/// <remarks>Tags 33550, 33922 and 34264 (scale, tie points, transformation) and 34735 to 34737 (the coordinate system), by OGC GeoTIFF 1.1. Nothing of them
/// is looked into.</remarks>
public sealed class GeoReference
{
    private const int MostBytes = 1 << 16; // of one tag
    private static readonly int[] Tags = [33550, 33922, 34264, 34735, 34736, 34737];

    private GeoReference(IReadOnlyList<TiffEntry> entries) => Entries = entries;

    /// <summary>The tags that there are, ascending; their values are little-endian.</summary>
    internal IReadOnlyList<TiffEntry> Entries { get; }

    /// <summary>Reads the tags of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null where it has none, or is no TIFF.</returns>
    /// <exception cref="ImageFormatException">A tag that leaves the file, or is larger than any such tag.</exception>
    public static GeoReference? Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        TiffEntry[] found = [.. TiffEntry.ReadAll(stream, Tags, MostBytes, path)];
        return found.Length == 0 ? null : new GeoReference(found);
    }
}
