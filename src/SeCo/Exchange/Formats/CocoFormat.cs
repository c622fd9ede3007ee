namespace SeCo.Exchange;

/// <summary>COCO instances.</summary>
internal sealed class CocoFormat : ExchangeFormat
{
    // An image without a mask takes a hundred bytes of the file, and each pixel this part of the work of a mask's.
    private const int EmptyPixels = 16;

    public override string Name => "coco";

    public override string About => "instances JSON with run lengths";

    public override bool Recognises(bool isFolder, ReadOnlySpan<byte> start) => start.StartsWith("{"u8);

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        ClassNames names = new(classes);
        ReadBudget budget = ReadBudget.Of(path, fault => new DatasetException($"{path}: {fault}."));
        IReadOnlyList<CocoImage> images = CocoReader.Read(path, boxes: true);
        foreach (ExchangeImage image in images.Select(i => i.Image))
        {
            long pixels = (long)image.Width * image.Height;
            budget.Fit(pixels, $"{image.File} of {image.Width} x {image.Height} pixels");
            budget.Spend(pixels / EmptyPixels, $"the images up to {image.File}");
        }

        foreach (CocoImage image in images)
        {
            LabelMap labels = new(image.Image.Width, image.Image.Height);
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
