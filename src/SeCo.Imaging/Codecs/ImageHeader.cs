namespace SeCo.Imaging.Codecs;

/// <summary>What an image file says before its pixels are read.</summary>
/// <param name="Width">Columns, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
/// <param name="Orientation">The EXIF orientation, 1 to 8: how viewers turn the stored pixels; 1, no turn, where the file says nothing.</param>
/// <param name="Bits">Bits of one value, 8 or 16.</param>
public sealed record ImageHeader(int Width, int Height, int Orientation, int Bits)
{
    private static readonly string[] Ways =
    [
        "mirrored", "upside down", "mirrored and upside down", "mirrored and turned by 270°",
        "turned by 90°", "mirrored and turned by 90°", "turned by 270°",
    ];

    /// <summary>The orientation in words where viewers show the image turned: <c>EXIF orientation 6 (turned by 90°)</c>; null where they do not.</summary>
    public string? Turn => Orientation is > 1 and <= 8 ? $"EXIF orientation {Orientation} ({Ways[Orientation - 2]})" : null;

    /// <summary>What to do about something drawn on the image that has another size: where it has that of the image as viewers turn it.</summary>
    /// <returns>Whole sentences; null where the orientation is no reason.</returns>
    public string? WayOutFor(int width, int height) => Turn is not null && (width, height) == (Height, Width)
        ? $"The image has the {Turn}, which is not applied, and the other was drawn on the image as viewers turn it. Turn the images themselves (mogrify "
            + "-auto-orient IMAGE in a copy of the folder), or turn the labels back onto the stored pixels. Do not resize them."
        : null;

    /// <summary>What may be the reason where one size is the other turned.</summary>
    /// <returns>A sentence with a blank before it, or nothing.</returns>
    public static string HintFor((int Width, int Height) one, (int Width, int Height) other) => one != other && one == (other.Height, other.Width)
        ? " One is the other turned: if the image has an EXIF orientation, which is not applied here, turn the image itself (mogrify -auto-orient)." : "";

    /// <summary>Says how many of some images viewers show turned.</summary>
    /// <param name="images">Paths and headers; those without a header are passed over.</param>
    /// <returns>A suspicion with a way out; null where no image is turned.</returns>
    public static string? AboutTurned(IEnumerable<(string Path, ImageHeader? Header)> images)
    {
        (string Path, ImageHeader? Header)[] turned = [.. images.Where(i => i.Header?.Turn is not null)];
        return turned.Length == 0 ? null
            : $"{turned.Length} images have an EXIF orientation, which is not applied; the first is {turned[0].Path} with {turned[0].Header!.Turn}. Viewers, "
                + "browsers and most programs turn such images, so that what was drawn there (labels, boxes, answers) lies wrongly here. Turn the images "
                + "themselves first (mogrify -auto-orient IMAGE, in a copy of the folder).";
    }
}
