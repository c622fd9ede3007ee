using SeCo.SegmentAnything;

namespace SeCo.Exchange;

/// <summary>Turns the masks of a COCO file into mask files, one an image, which <c>aggregation.segmenter: mask_files</c> reads;
/// their categories are not used.</summary>
public static class MaskFileImport
{
    /// <summary>Writes the files.</summary>
    /// <param name="coco">The COCO file.</param>
    /// <param name="output">The folder; files are named like the images.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>Images, and masks that have a pixel.</returns>
    /// <exception cref="DatasetException">The file is missing or malformed, has no image, or two that differ in their ending alone.</exception>
    public static (int Images, int Masks) Run(string coco, string output, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        IReadOnlyList<CocoImage> images = CocoReader.Read(coco);
        string? twice = images.GroupBy(i => i.Image.Name, ImageFolder.SameName).FirstOrDefault(g => g.Count() > 1)?.Key;
        string? fault =
            images.Count == 0 ? "has no images, expected COCO instances with at least one."
            : twice is not null ? $"two images are called '{twice}' without their ending, and would have the same mask file. Give them names of their own."
            : !images.Any(image => image.Masks.Any(m => m.Mask.Area > 0))
                ? $"{images.Count} images, and no annotation with a pixel; expected COCO instances with masks."
            : null;
        if (fault is not null)
        {
            throw new DatasetException($"{coco}: {fault}");
        }

        int count = 0;
        foreach (CocoImage image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // a thin polygon may hold no pixel's centre
            MaskRecord[] masks = [.. image.Masks.Where(m => m.Mask.Area > 0).Select(m => MaskRecord.Of(m.Mask, 0))];
            MaskRecordFile.Write(Path.Combine(output, image.Image.Name + ".json"), masks);
            count += masks.Length;
        }

        return (images.Count, count);
    }
}
