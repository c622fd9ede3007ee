using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.SegmentAnything;

namespace SeCo.Exchange;

/// <summary>Turns the masks of a COCO file into mask files, one an image, which <c>aggregation.segmenter: mask_files</c> reads; their categories are not used.</summary>
public static class MaskFileImport
{
    /// <summary>Writes the files.</summary>
    /// <param name="coco">The COCO file.</param>
    /// <param name="output">The folder; files are named like the images.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>Images and masks.</returns>
    /// <exception cref="DatasetException">The file is missing or malformed, or has no image.</exception>
    public static (int Images, int Masks) Run(string coco, string output, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        IReadOnlyList<CocoImage> images = CocoReader.Read(coco);
        if (images.Count == 0)
        {
            throw new DatasetException($"{coco}: has no images, expected COCO instances with at least one.");
        }

        foreach (CocoImage image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MaskRecordFile.Write(Path.Combine(output, image.Image.Name + ".json"), image.Masks.Select(m => RecordOf(image.Image, m.Mask)));
        }

        return (images.Count, images.Sum(i => i.Masks.Count));
    }

    private static MaskRecord RecordOf(ExchangeImage image, Imaging.Rle.RunLengthMask mask)
    {
        Box box = mask.Bounds;
        return new MaskRecord
        {
            Segmentation = mask,
            Area = mask.Area,
            Bounds = box.IsEmpty ? default : new CocoBox(box.X0, box.Y0, box.Width - 1, box.Height - 1),
            PredictedIou = 0,
            PointCoordinates = [],
            StabilityScore = 0,
            CropBox = new CocoBox(0, 0, image.Width, image.Height),
        };
    }
}
