namespace SeCo.Exchange;

/// <summary>The folder of Pascal VOC: PNGs of class numbers, whose palette is that of <c>labelmap.txt</c>, and lists of names. 0 is the background, where
/// the class set has one, and 255 (#e0e0c0) is where there is no label.</summary>
/// <remarks>Read are the colours, as several programs save pictures without their numbers.</remarks>
internal sealed class VocFormat : TrainingFolderFormat
{
    private const string Masks = "SegmentationClass";
    private static readonly (byte R, byte G, byte B) Void = (224, 224, 192);

    private static readonly string[] NamesOfVoc =
    [
        CvatArchive.Background, "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse",
        "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    public override string Name => "voc";

    public override string About => "JPEGImages, SegmentationClass, ImageSets and labelmap.txt, as Pascal VOC has them";

    protected override string Images => "JPEGImages";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) =>
        isFolder && Directory.Exists(Path.Combine(path, Masks)) && (File.Exists(FileOf(path)) || Directory.Exists(Path.Combine(path, "ImageSets")));

    public override ClassSet? ReadClasses(string path)
    {
        // A black background is a class only where the folder's own file has it as one.
        bool isClass = KeptClasses(path) is not { } kept || kept.Find(CvatArchive.Background) is not null;
        (string Name, (byte, byte, byte) Color)[] labels = [.. LabelsOf(path).Where(l => isClass || l.Name != CvatArchive.Background)];
        return ClassesOf(path, FileOf(path), labels.Select(l => l.Name), [.. labels.Select(l => l.Color)]);
    }

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        Dictionary<int, byte> ids = [];
        Func<string, byte?> idOf = ForeignClasses.IdsOf(classes);
        foreach ((string name, (byte r, byte g, byte b)) in LabelsOf(path))
        {
            int key = ColorCoding.Key(r, g, b);
            if (idOf(name) is { } id && !ids.TryAdd(key, id) && ids[key] != id)
            {
                throw new DatasetException($"{FileOf(path)}: two labels have the colour #{key:x6}, so that a pixel does not tell which.");
            }
        }

        ids.TryAdd(ColorCoding.Key(Void.R, Void.G, Void.B), LabelMap.Ignore);
        ids.TryAdd(0, LabelMap.Ignore);
        foreach ((string name, string file) in FilesBelow(Path.Combine(path, Masks), ".png"))
        {
            using FileStream png = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            yield return new AnsweredImage(name, ColorCoding.Read(ColorPng.Read(png, file), ids, null, colour => new DatasetException(
                $"{file}: {colour} belongs to no label of {FileOf(path)} that a class of '{classes.Name}' is called like.")));
        }
    }

    protected override void Write(TrainingFolder folder)
    {
        (byte R, byte G, byte B)[] colors = [.. folder.Classes.Classes.Select(c => c.Color)];
        SegmentationClass? background = folder.Classes.Find(CvatArchive.Background);
        int first = background is null ? 1 : 0;
        int black = Array.IndexOf(colors, default);
        if (colors.Distinct().Count() < colors.Length || colors.Contains(Void) || (black >= 0 && black != background?.Id))
        {
            colors = [.. folder.Classes.Classes.Select(c => ClassColor.OfNumber(c.Id + first))];
        }

        if (first + colors.Length > LabelMap.Ignore)
        {
            throw new ArgumentException($"{folder.Classes.Name}: {colors.Length} classes and the background, expected at most {LabelMap.Ignore} together.");
        }

        Palette palette = new([.. new (byte, byte, byte)[first], .. colors], Void);
        StringBuilder names = new();
        foreach ((ExchangeImage image, LabelMap labels) in folder.Images())
        {
            foreach (ref byte label in labels.Pixels)
            {
                label = label == LabelMap.Ignore ? label : (byte)(label + first);
            }

            LabelPng.Write(folder.PathOf(Masks, image.Name + ".png"), labels, palette);
            names.Append(image.Name).Append('\n');
        }

        folder.Write($"{CvatArchive.ListFolder}{folder.Split}.txt", names.ToString());
        folder.Write(CvatArchive.LabelMap, CvatArchive.LabelMapOf(folder.Classes, colors));
    }

    private static string FileOf(string path) => Path.Combine(path, CvatArchive.LabelMap);

    // The labels of the file, in its order, else those of the challenge.
    private static IEnumerable<(string Name, (byte R, byte G, byte B) Color)> LabelsOf(string path) => !File.Exists(FileOf(path))
        ? NamesOfVoc.Select((name, i) => (name, ClassColor.OfNumber(i)))
        : CvatReader.LabelsOf(File.ReadLines(FileOf(path)), FileOf(path), _ => true)
            .Select(label => (label.Label, ((byte)(label.Color >> 16), (byte)(label.Color >> 8), (byte)label.Color)));
}
