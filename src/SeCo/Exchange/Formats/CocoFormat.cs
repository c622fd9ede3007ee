using SeCo.Imaging.Rle;

namespace SeCo.Exchange;

/// <summary>COCO instances.</summary>
internal sealed class CocoFormat : ExchangeFormat
{
    public override string Name => "coco";

    public override string About => "instances JSON with run lengths";

    public override bool Recognises(bool isFolder, ReadOnlySpan<byte> start) => start.StartsWith("{"u8);

    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        ClassNames names = new(classes);
        foreach (CocoImage image in CocoReader.Read(path, boxes: true))
        {
            LabelMap labels = new(image.Image.Width, image.Image.Height);
            foreach ((string category, RunLengthMask mask) in image.Masks)
            {
                mask.Paint(labels, names.Find(category)
                    ?? throw new DatasetException($"{path}: {image.Image.File}: the category '{category}' is no class of '{classes.Name}'."));
            }

            yield return new AnsweredImage(image.Image.Name, labels) { IsFile = true };
        }
    }

    protected override void Write(ExportRequest request, RegionSelection selection, string target, CancellationToken cancellationToken) =>
        AtomicFile.Write(target, stream => CocoFile.Write(stream, selection, request.ListCounts ? CocoCounts.List : CocoCounts.Text, cancellationToken));
}
