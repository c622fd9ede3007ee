namespace SeCo.Exchange;

/// <summary>A folder of label PNGs, which is only read; 255 where nothing was said.</summary>
internal sealed class LabelFolderFormat : ExchangeFormat
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase) { ".png" };

    public override string Name => "labels";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => isFolder;

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        List<string> faults = [], leftOut = [];
        List<(string Name, string Path)> files = ImageFolder.Find(path, Endings, followLinks: false, faults, leftOut);
        if (files.Count == 0)
        {
            faults.AddRange(["holds no label PNG.", .. ImageFolder.Describe(path, Endings, leftOut)]);
        }

        DatasetException.ThrowIfAny($"{path}: the answers cannot be read.", faults);
        PaletteOrder order = new(classes);
        foreach ((string name, string file) in files)
        {
            LabelMap labels = order.Read(file);
            yield return order.Suspicion is null ? new AnsweredImage(name, labels) : throw new DatasetException($"{path}: {order.Suspicion}");
        }
    }
}
