namespace SeCo.Exchange;

/// <summary>COCO instances.</summary>
internal sealed class CocoFormat : ExchangeFormat
{
    public override string Name => "coco";

    public override string About => "instances JSON with run lengths";

    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => start.StartsWith("{"u8);

    public override ClassSet? ReadClasses(string path)
    {
        try
        {
            return new ClassSet(Path.GetFileNameWithoutExtension(path), [.. CocoReader.Categories(path).Select((c, i) => new SegmentationClass(
                i, c.Name, ClassColor.OfNumber(i + 1), c.Supercategory == Word.Of(ClassKind.Stuff) ? ClassKind.Stuff : ClassKind.Thing))]);
        }
        catch (ArgumentException fault)
        {
            throw new DatasetException($"{path}: {fault.Message}", fault);
        }
    }

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        ClassNames names = new(classes);
        ReadBudget budget = ReadBudget.Of(path, fault => new DatasetException($"{path}: {fault}."));
        IReadOnlyList<CocoImage> images = CocoReader.Read(path, boxes: true);
        LabelMap? blank = null;
        foreach (CocoImage image in images)
        {
            (int Width, int Height) size = (image.Image.Width, image.Image.Height);
            if (image.Masks.Count == 0)
            {
                // A project may list thousands of images of which few are done: those share a map.
                blank = blank is not null && (blank.Width, blank.Height) == size ? blank : AnsweredImage.Blank(size, budget, image.Image.File);
                yield return new AnsweredImage(image.Image.Name, blank) { IsFile = true, IsBlank = true };
                continue;
            }

            LabelMap labels = AnsweredImage.Blank(size, budget, image.Image.File);
            foreach ((string category, RunLengthMask mask) in image.Masks)
            {
                mask.Paint(labels, names.Find(category)
                    ?? throw new DatasetException($"{path}: {image.Image.File}: the category '{category}' is no class of '{classes.Name}'."));
            }

            yield return new AnsweredImage(image.Image.Name, labels, IsFile: true);
        }
    }

    protected override void Write(ExportRequest request, RegionSelection selection, string target, CancellationToken cancellationToken) =>
        AtomicFile.Write(target, stream => CocoFile.Write(stream, selection, request.ListCounts ? CocoCounts.List : CocoCounts.Text, cancellationToken));
}
