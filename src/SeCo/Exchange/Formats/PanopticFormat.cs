using System.Text.Json.Serialization.Metadata;

namespace SeCo.Exchange;

/// <summary>COCO panoptic: for each image a PNG whose colours are numbers of pieces (red + 256 green + 65536 blue; 0 where there is no label), and a JSON with
/// the category of each number. A thing's pieces have numbers of their own, those of stuff one together.</summary>
internal sealed class PanopticFormat : TrainingFolderFormat
{
    private const string Place = "annotations", Start = "panoptic_";
    private const int Most = (1 << 24) - 1;

    public override string Name => "coco-panoptic";

    public override string About => "images, annotations/panoptic_SPLIT.json and a folder of PNGs beside it";

    protected override string Images => "{split}";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => isFolder && Files(path).Length > 0;

    public override ClassSet? ReadClasses(string path)
    {
        string file = Files(path).FirstOrDefault() ?? throw new DatasetException($"{path}: holds no {Place}/{Start}SPLIT.json.");
        PanopticCategory[] categories = [.. Categories(file).Values];
        ClassSet named = ClassesOf(path, file, categories.Select(c => c.Name));
        return new ClassSet(named.Name, [.. named.Classes.Select((c, i) => c with
        {
            Color = categories[i].Color is [int r, int g, int b] ? ((byte)r, (byte)g, (byte)b) : c.Color,
            Kind = categories[i].Isthing == 1 ? ClassKind.Thing : ClassKind.Stuff,
        })]);
    }

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        HashSet<string> named = new(ImageFolder.SameName);
        Func<string, byte?> idOf = ForeignClasses.IdsOf(classes);
        foreach ((string before, string file) in OfSplits(Files(path).Select(
            file => (Path.GetFileNameWithoutExtension(file).Replace(Start, string.Empty, StringComparison.Ordinal), file))))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            string beside = Path.Combine(Path.GetDirectoryName(file)!, name), folder = Directory.Exists(beside) ? beside : Path.Combine(path, name);
            Dictionary<string, (string Name, byte? Class)> meaning =
                Categories(file).ToDictionary(c => c.Key, c => (c.Value.Name, idOf(c.Value.Name)), StringComparer.Ordinal);
            OrderedDictionary<string, CocoPicture> images = ById(file, "image", "images", CocoJson.Plain.CocoPicture, image => image.Id);
            foreach (PanopticAnnotation annotation in new JsonObjectList(file, "annotation", "annotations").Read(
                TrainingJson.Plain.PanopticAnnotation,
                annotation => annotation.SegmentsInfo.Contains(null!) ? throw new FormatException("segments_info must be a list of objects") : annotation))
            {
                string image = images.TryGetValue(annotation.ImageId, out CocoPicture? known) ? ImageName.Checked(known.FileName ?? string.Empty, file)
                    : throw new DatasetException($"{file}: image_id is {annotation.ImageId}, which is no image's id.");
                string at = $"{file}: {image}";
                LabelMap labels = Labels(FileIn(folder, annotation.FileName, at, named), IdsOf(annotation, meaning, classes, at));
                yield return new AnsweredImage(before + ImageName.WithoutEnding(image), labels, IsFile: true);
            }
        }
    }

    protected override void Write(TrainingFolder folder)
    {
        List<CocoPicture> pictures = [];
        List<PanopticAnnotation> annotations = [];
        foreach ((ExchangeImage image, LabelMap labels) in folder.Images())
        {
            string id = (pictures.Count + 1).ToString(CultureInfo.InvariantCulture), file = image.Name + ".png";
            RgbImage numbers = new(labels.Width, labels.Height);
            List<PanopticSegment> segments = [];
            foreach ((byte c, RunLengthMask mask) in Pieces(folder, image, labels))
            {
                int number = segments.Count + 1;
                mask.Paint(MemoryMarshal.Cast<byte, Pixel>(numbers.Pixels), new Pixel((byte)number, (byte)(number >> 8), (byte)(number >> 16)));
                Box box = mask.Bounds;
                segments.Add(new(number, (c + 1).ToString(CultureInfo.InvariantCulture), (int)mask.Area, [box.X0, box.Y0, box.Width, box.Height], 0));
            }

            AtomicFile.Write(folder.PathOf($"{Place}/{Start}{{split}}", file), stream => ColorPng.Write(stream, numbers));
            pictures.Add(new(id, labels.Width, labels.Height, TrainingFolder.FileOf(image)));
            annotations.Add(new(id, file, segments));
        }

        PanopticDocument document = new(pictures, annotations, folder.Classes.Classes.Select(c => new PanopticCategory(
            (c.Id + 1).ToString(CultureInfo.InvariantCulture), c.Name, c.Kind == ClassKind.Thing ? 1 : 0, [c.Color.R, c.Color.G, c.Color.B],
            Word.Of(c.Kind))));
        AtomicFile.Write(
            folder.PathOf($"{Place}/{Start}{{split}}.json"), stream => JsonSerializer.Serialize(stream, document, TrainingJson.Plain.PanopticDocument));
    }

    private static IEnumerable<(byte Class, RunLengthMask Mask)> Pieces(TrainingFolder folder, ExchangeImage image, LabelMap labels) =>
        folder.Segments(image, labels).Where(piece => folder.Classes.IsThing(piece.Class))
            .Concat(folder.Classes.Stuff.Select(c => ((byte)c, RunLengthMask.FromLabel(labels, (byte)c))).Where(stuff => stuff.Item2.Area > 0))
            .OrderBy(piece => piece.Item1);

    // Some data sets have the file beside the images.
    private static string[] Files(string path) =>
    [
        .. new[] { Path.Combine(path, Place), path }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "panoptic*.json"))
            .Order(StringComparer.Ordinal),
    ];

    private static OrderedDictionary<string, PanopticCategory> Categories(string file) =>
        ById(file, "category", "categories", TrainingJson.Plain.PanopticCategory, category => category.Id);

    private static OrderedDictionary<string, T> ById<T>(string file, string item, string list, JsonTypeInfo<T> record, Func<T, string> idOf)
        where T : class
    {
        OrderedDictionary<string, T> all = new(StringComparer.Ordinal);
        foreach (T one in new JsonObjectList(file, item, list).Read(record, one => one))
        {
            if (!all.TryAdd(idOf(one), one))
            {
                throw new DatasetException($"{file}: two {list} have the id {idOf(one)}.");
            }
        }

        return all;
    }

    // The ids of the colours of an image.
    private static Dictionary<int, byte> IdsOf(
        PanopticAnnotation annotation, Dictionary<string, (string Name, byte? Class)> meaning, ClassSet classes, string place)
    {
        Dictionary<int, byte> ids = new() { [0] = LabelMap.Ignore };
        foreach (PanopticSegment segment in annotation.SegmentsInfo)
        {
            (string Name, byte? Class) category = default;
            string? fault =
                segment.Id is < 1 or > Most ? $"a segment has the id {segment.Id}, expected 1 to {Most}."
                : !meaning.TryGetValue(segment.CategoryId, out category) ? $"category_id is {segment.CategoryId}, which is no category's id."
                : category.Class is not { } id ? ForeignClasses.Unknown(category.Name, classes).Message
                : !ids.TryAdd(ColorCoding.Key((byte)segment.Id, (byte)(segment.Id >> 8), (byte)(segment.Id >> 16)), id)
                    ? $"two segments have the id {segment.Id}."
                : null;
            if (fault is not null)
            {
                throw new DatasetException($"{place}: {fault}");
            }
        }

        return ids;
    }

    private static LabelMap Labels(string file, Dictionary<int, byte> ids)
    {
        using FileStream png = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        return ColorCoding.Read(ColorPng.Read(png, file), ids, null, colour => new DatasetException($"{file}: {colour} is the number of no segment."));
    }

    private readonly record struct Pixel(byte R, byte G, byte B);
}
