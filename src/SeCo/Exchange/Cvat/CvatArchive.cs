using System.IO.Compression;

namespace SeCo.Exchange;

/// <summary>Writes regions as an archive of CVAT's format "Segmentation mask 1.1".</summary>
/// <remarks><c>labelmap.txt</c> (name, colour, and two empty fields, a line each), <c>ImageSets/Segmentation/default.txt</c> (names of images), and for each
/// image <c>SegmentationClass/NAME.png</c> in the colours of the classes and <c>SegmentationObject/NAME.png</c> in the colours of numbers from 1. The format
/// has 255 objects an image.</remarks>
public static class CvatArchive
{
    /// <summary>The most regions that an image may have.</summary>
    public const int MostRegions = CvatColors.Objects - 1;

    internal const string LabelMap = "labelmap.txt";
    internal const string ListFolder = "ImageSets/Segmentation/";
    internal const string ClassFolder = "SegmentationClass/";
    internal const string ObjectFolder = "SegmentationObject/";
    internal const string Background = "background";
    private static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the archive to a stream, which stays open; one image is in memory at a time. The same regions give the same bytes.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="selection">The regions, at most <see cref="MostRegions"/> an image.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ArgumentException">An image has more regions.</exception>
    public static void Write(Stream stream, RegionSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        (byte R, byte G, byte B)[] colors = CvatColors.OfClasses(selection.Classes);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        WriteText(archive, LabelMap, LabelMapOf(selection.Classes, colors));
        WriteText(archive, ListFolder + "default.txt", string.Concat(selection.Images.Select(i => i.Name + "\n")));
        foreach (ExchangeImage image in selection.Images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<ConnectedRegion> regions = selection.Regions(image);
            if (regions.Count > MostRegions)
            {
                throw new ArgumentException(
                    $"Image '{image.Name}' has {regions.Count} regions, expected at most {MostRegions}, which is all that CVAT's masks can number.",
                    nameof(selection));
            }

            RgbImage classes = new(image.Width, image.Height), objects = new(image.Width, image.Height);
            for (int i = 0; i < regions.Count; i++)
            {
                Paint(classes, regions[i].Mask, colors[RegionSelection.ShownClass(regions[i])]);
                Paint(objects, regions[i].Mask, ClassColor.OfNumber(i + 1));
            }

            WritePng(archive, $"{ClassFolder}{image.Name}.png", classes);
            WritePng(archive, $"{ObjectFolder}{image.Name}.png", objects);
        }
    }

    internal static string LabelMapOf(ClassSet classes, (byte R, byte G, byte B)[] colors)
    {
        StringBuilder text = new("# label:color_rgb:parts:actions\n");
        if (new ClassNames(classes).Find(Background) is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Background}:0,0,0::\n"); // else CVAT would know two labels of one name; black needs none
        }

        foreach (SegmentationClass c in classes.Classes)
        {
            (byte r, byte g, byte b) = colors[c.Id];
            text.Append(CultureInfo.InvariantCulture, $"{c.Name}:{r},{g},{b}::\n");
        }

        return text.ToString();
    }

    private static void Paint(RgbImage image, RunLengthMask mask, (byte R, byte G, byte B) color)
    {
        foreach ((int x, int y, int length) in mask.Columns())
        {
            for (int row = y; row < y + length; row++)
            {
                Span<byte> pixel = image.Row(row).Slice(x * 3, 3);
                (pixel[0], pixel[1], pixel[2]) = color;
            }
        }
    }

    private static void WriteText(ZipArchive archive, string name, string text)
    {
        using Stream entry = Create(archive, name, CompressionLevel.Optimal);
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void WritePng(ZipArchive archive, string name, RgbImage image)
    {
        using Stream entry = Create(archive, name, CompressionLevel.NoCompression);
        ColorPng.Write(entry, image);
    }

    private static Stream Create(ZipArchive archive, string name, CompressionLevel level)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, level);
        entry.LastWriteTime = Always;
        return entry.Open();
    }
}
