namespace SeCo.Imaging.Codecs;

/// <summary>The colour types of PNG, by their number in IHDR.</summary>
internal enum PngColor
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
