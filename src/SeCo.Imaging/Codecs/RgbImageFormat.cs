namespace SeCo.Imaging.Codecs;

/// <summary>The formats in which colour images are written.</summary>
public enum RgbImageFormat
{
    /// <summary>PNG: exact, deflate.</summary>
    Png,

    /// <summary>JPEG, quality 90: not exact.</summary>
    Jpeg,

    /// <summary>Lossless WebP: exact, smaller and slower than PNG.</summary>
    WebP,
}
