namespace SeCo.Exchange;

/// <summary>The polygons of YOLO: for each image a text with a line a piece, its class and the corners as shares of width and height; and a YAML with the
/// names.</summary>
/// <remarks>Pixels of no polygon are read as pixels without a label. Where polygons overlap, the smaller one is on top.</remarks>
internal sealed class YoloFormat : TrainingFolderFormat
{
    private const string Texts = "labels", ImageFolderName = "images";

    public override string Name => "yolo";

    public override string About => "images, labels with polygons and data.yaml, as YOLO trains instance segmentation on";

    protected override string Images => ImageFolderName + "/{split}";

    protected override string? Unlabelled => "are background to YOLO, which knows no pixels to leave out";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) =>
        isFolder && Directory.Exists(Path.Combine(path, Texts)) && UltralyticsFile.Find(path) is not null;

    public override ClassSet? ReadClasses(string path) => ClassesOf(path, UltralyticsFile.Find(path) ?? path, UltralyticsFile.ReadNames(path));

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        ForeignClasses meaning = new(path, ReadClasses(path), classes);
        string folder = Path.Combine(path, ImageFolderName), texts = Path.Combine(path, Texts);
        List<string> faults = [];
        Dictionary<string, string> images = Directory.Exists(folder) ? ImageFolder.Find(folder, ImageFolder.Endings, followLinks: false, faults)
            .ToDictionary(image => image.Name, image => image.Path, StringComparer.Ordinal) : [];
        DatasetException.ThrowIfAny($"{folder}: some images cannot be used.", faults);
        foreach ((string name, string file) in FilesOfSplits(texts, ".txt"))
        {
            ImageHeader? header = images.TryGetValue(ImageName.WithoutEnding(ImageName.Below(texts, file)), out string? image)
                ? RgbImageFile.ReadHeader(image) : null;
            (int, int) size = header is { } known ? (known.Width, known.Height) : sizes(name) ?? throw new DatasetException(
                $"{file}: corners are shares of an image, and there is no image '{name}' below {folder}. Put it there, or give the folder of the images.");
            yield return new AnsweredImage(name, Read(file, size, meaning));
        }
    }

    protected override void Write(TrainingFolder folder)
    {
        foreach ((ExchangeImage image, LabelMap labels) in folder.Images())
        {
            StringBuilder text = new();
            foreach ((byte c, RunLengthMask mask) in folder.Segments(image, labels))
            {
                text.Append(CultureInfo.InvariantCulture, $"{c}");
                foreach ((int x, int y) in MaskOutline.Of(mask))
                {
                    text.Append(CultureInfo.InvariantCulture, $" {(double)x / labels.Width:0.########} {(double)y / labels.Height:0.########}");
                }

                text.Append('\n');
            }

            AtomicFile.WriteAllText(folder.PathOf("labels/{split}", image.Name + ".txt"), text.ToString());
        }

        UltralyticsFile.Write(folder, Texts, string.Empty);
    }

    private static LabelMap Read(string file, (int Width, int Height) size, ForeignClasses meaning)
    {
        ReadBudget budget = ReadBudget.Of(file, fault => new DatasetException($"{file}: {fault}."));
        LabelMap labels = AnsweredImage.Blank(size, budget, "an image");
        List<(byte Class, RunLengthMask Mask)> pieces = [];
        foreach ((string line, int number) in File.ReadLines(file).Select((line, i) => (line, i + 1)).Where(l => !string.IsNullOrWhiteSpace(l.line)))
        {
            try
            {
                string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                double[] corners = [.. words.Skip(1).Select((word, i) => Number(word) * (i % 2 == 0 ? size.Width : size.Height))];
                RunLengthMask mask = corners.Length == 4 ? throw new FormatException("a box, which is no mask; expected a polygon")
                    : PolygonFill.Fill(size.Width, size.Height, [corners], budget);
                budget.Hold(sizeof(uint) * (long)mask.Counts.Length, "the masks up to here");
                pieces.Add((meaning.Of(int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int c) ? c : -1), mask));
            }
            catch (FormatException fault)
            {
                throw new DatasetException($"{file}, line {number}: {fault.Message}.", fault);
            }
        }

        foreach ((byte c, RunLengthMask mask) in pieces.OrderByDescending(piece => piece.Mask.Area))
        {
            mask.Paint(labels, c);
        }

        return labels;
    }

    private static double Number(string word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? value : throw new FormatException($"'{(word.Length > 40 ? word[..40] + "…" : word)}' is no number");
}
