namespace SeCo.Exchange;

/// <summary>One PNG an image with the numbers of its pieces, 16-bit grey, 0 where there is no label; and for each split <c>instances.json</c> with the class
/// of each number. Without that file every number is of the one class of a set.</summary>
internal sealed class InstancesFormat : TrainingFolderFormat
{
    private const string Table = "instances.json", Numbers = "instances";

    public override string Name => "instances";

    public override string About => "images, a 16-bit PNG with the numbers of regions for each, and instances.json with their classes";

    protected override string Images => "{split}/images";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => isFolder && Lists(path, Table).Length > 0;

    public override ClassSet? ReadClasses(string path) => KeptClasses(path);

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        (string Before, string Path)[] tables = Lists(path, Table);
        if (tables.Length == 0 && classes.Count > 1)
        {
            throw new DatasetException($"{path}: holds no {Table}, so that the classes of the numbers are not known. Give a class set of one class.");
        }

        foreach ((string name, string file) in tables.Length > 0 ? [] : FilesOfSplits(path, ".png"))
        {
            yield return new AnsweredImage(name, Read(file, _ => 0));
        }

        HashSet<string> named = new(ImageFolder.SameName);
        Func<string, byte?> idOf = ForeignClasses.IdsOf(classes);
        foreach ((string before, string table) in tables)
        {
            foreach (InstanceRow row in new JsonObjectList(table, "image", "images").Read(
                TrainingJson.Plain.InstanceRow, row => row.Instances.Contains(null!) ? throw new FormatException("instances must be a list of texts") : row))
            {
                byte[] ids = [.. row.Instances.Select(name => idOf(name)
                    ?? throw new DatasetException($"{table}: {row.Image}: {ForeignClasses.Unknown(name, classes).Message}"))];
                string file = FileIn(Path.Combine(Path.GetDirectoryName(table)!, Numbers), row.Image + ".png", table, named);
                yield return new AnsweredImage(before + row.Image, Read(file, number => number <= ids.Length ? ids[number - 1]
                    : throw new DatasetException($"{file}: the number {number}, but {table} has {ids.Length} for this image.")));
            }
        }
    }

    protected override void Write(TrainingFolder folder)
    {
        List<InstanceRow> rows = [];
        foreach ((ExchangeImage image, LabelMap labels) in folder.Images())
        {
            List<(byte Class, RunLengthMask Mask)> pieces = folder.Segments(image, labels);
            if (pieces.Count > ushort.MaxValue)
            {
                throw new DatasetException($"{image.Name}: {pieces.Count} regions, expected at most {ushort.MaxValue}, which is all that 16 bits can number.");
            }

            ConfidenceMap numbers = new(labels.Width, labels.Height);
            for (int i = 0; i < pieces.Count; i++)
            {
                pieces[i].Mask.Paint(numbers.Pixels, (ushort)(i + 1));
            }

            ConfidencePng.Write(folder.PathOf("{split}/" + Numbers, image.Name + ".png"), numbers); // 16-bit grey, whatever it means
            rows.Add(new(image.Name, [.. pieces.Select(piece => folder.Classes.Classes[piece.Class].Name)]));
        }

        AtomicFile.Write(
            folder.PathOf("{split}", Table), stream => JsonSerializer.Serialize(stream, new InstanceDocument(rows), TrainingJson.Plain.InstanceDocument));
    }

    private static LabelMap Read(string file, Func<int, byte> idOf)
    {
        if (PngInspection.Describe(file).BitDepth < 16)
        {
            LabelMap few = LabelPng.Read(file);
            foreach (ref byte number in few.Pixels)
            {
                number = number == 0 ? LabelMap.Ignore : idOf(number);
            }

            return few;
        }

        ConfidenceMap numbers = ConfidencePng.Read(file);
        LabelMap labels = new(numbers.Width, numbers.Height);
        for (int i = 0; i < labels.Pixels.Length; i++)
        {
            labels.Pixels[i] = numbers.Pixels[i] == 0 ? LabelMap.Ignore : idOf(numbers.Pixels[i]);
        }

        return labels;
    }
}
