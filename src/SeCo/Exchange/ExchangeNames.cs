namespace SeCo.Exchange;

/// <summary>Finds out which of the images that were asked about another program means.</summary>
internal sealed class ExchangeNames(IReadOnlyCollection<ExchangeImage> images, string file)
{
    private readonly ILookup<string, ExchangeImage> _names = images.ToLookup(i => i.Name, StringComparer.Ordinal),
        _nameKeys = images.ToLookup(i => ImageName.KeyOf(i.Name), StringComparer.Ordinal),
        _files = images.ToLookup(i => ImageName.WithoutEnding(i.File), StringComparer.Ordinal),
        _fileKeys = images.ToLookup(i => ImageName.KeyOf(ImageName.WithoutEnding(i.File)), StringComparer.Ordinal);

    /// <summary>The image of the same name, else that of the same file, else of those whose name ends in it or that it ends in, folder by folder, the one that
    /// has most of it; null where there is none. Of the name of a file below the dataset's root, the same file comes first.</summary>
    /// <exception cref="DatasetException">Several fit.</exception>
    public ExchangeImage? Find(string name, bool isFile = false)
    {
        string key = ImageName.KeyOf(name);
        ExchangeImage[][] byName = [[.. _names[name]], [.. _nameKeys[key]]], byFile = [[.. _files[name]], [.. _fileKeys[key]]];
        if ((isFile ? byFile.Concat(byName) : byName.Concat(byFile)).FirstOrDefault(same => same.Length > 0) is { } alike)
        {
            return Only(name, alike);
        }

        (ExchangeImage Image, int Length)[] ends =
        [
            .. _nameKeys.Where(i => i.Key.EndsWith("/" + key, StringComparison.Ordinal) || key.EndsWith("/" + i.Key, StringComparison.Ordinal))
                .SelectMany(i => i.Select(image => (image, Math.Min(i.Key.Length, key.Length)))),
        ];
        int longest = ends.Length == 0 ? 0 : ends.Max(end => end.Length);
        return ends.Length == 0 ? null : Only(name, [.. ends.Where(end => end.Length == longest).Select(end => end.Image)]);
    }

    private ExchangeImage Only(string name, ExchangeImage[] fitting) => fitting.Length == 1 ? fitting[0] : throw new DatasetException(
        $"{file}: the image '{name}' may be '{fitting[0].Name}' or '{fitting[1].Name}'. Keep the folders in the names of images.");
}
