using SeCo.Imaging.Resampling;

namespace SeCo.Reports;

/// <summary>Small pictures for the page, their longest side given in pixels: photographs as JPEG, label maps as palette PNG.</summary>
internal sealed class Thumbnails(Palette palette, int side)
{
    private const int Quality = 78;

    public DataUri Photo(RgbImage image) => Jpeg(RgbResize.Thumbnail(image, side), Quality);

    /// <summary>A label map, in the size that a photograph of it gets.</summary>
    public DataUri Labels(LabelMap labels)
    {
        int longest = Math.Max(labels.Width, labels.Height);
        LabelMap small = longest <= side ? labels : NearestResize.Resize(labels, Side(labels.Width), Side(labels.Height));
        using MemoryStream png = new();
        LabelPng.Write(png, small, palette);
        return DataUri.Png(png.GetBuffer().AsSpan(0, (int)png.Length));

        int Side(int length) => Math.Max(1, (int)Math.Round((double)length * side / longest));
    }

    public static DataUri Jpeg(RgbImage image, int quality)
    {
        using MemoryStream jpeg = new();
        RgbImageFile.Write(jpeg, image, RgbImageFormat.Jpeg, quality);
        return DataUri.Jpeg(jpeg.GetBuffer().AsSpan(0, (int)jpeg.Length));
    }
}
