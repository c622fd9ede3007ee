using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Tests.Exchange.Formats.Examples;

/// <summary>Text with a region a line: image, width, height, class and COCO run lengths, separated by tabs.</summary>
public sealed class RowsFormat : ExchangeFormat
{
    private const string Head = "# seco rows";

    /// <inheritdoc/>
    public override string Name => "rows";

    /// <inheritdoc/>
    public override string About => "text with a region a line";

    /// <inheritdoc/>
    public override bool Recognises(string path, bool isFolder, ReadOnlySpan<byte> start) => start.StartsWith("# seco rows"u8);

    /// <inheritdoc/>
    public override IEnumerable<AnsweredImage> Read(string path, ClassSet classes, Func<string, (int Width, int Height)?> sizes)
    {
        foreach (IGrouping<string, string[]> image in File.ReadLines(path).Skip(1).Select(line => line.Split('\t')).GroupBy(row => row[0]))
        {
            (int width, int height) = sizes(image.Key) ?? throw new DatasetException($"{path}: nobody asked about the image '{image.Key}'.");
            LabelMap labels = new(width, height);
            foreach (string[] row in image)
            {
                SegmentationClass c = classes.Classes.FirstOrDefault(c => row.Length == 5 && c.Name == row[3])
                    ?? throw new DatasetException($"{path}: {image.Key}: found '{string.Join(' ', row)}', expected image, width, height, class and runs.");
                RunLengthMask.Parse(width, height, row[4]).Paint(labels, (byte)c.Id);
            }

            yield return new AnsweredImage(image.Key, labels);
        }
    }

    /// <inheritdoc/>
    protected override void Write(ExportRequest request, RegionSelection selection, string target, CancellationToken cancellationToken) =>
        AtomicFile.WriteAllText(target, string.Join('\n', selection.Images.SelectMany(image => selection.Regions(image).Select(region =>
            $"{image.Name}\t{image.Width}\t{image.Height}\t{selection.Classes.Classes[RegionSelection.ShownClass(region)].Name}\t"
            + region.Mask.ToCompressedString())).Prepend(Head)));
}
