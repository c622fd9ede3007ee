using NetVips;

namespace SeCo.Imaging.Codecs;

/// <summary>Colour images in files: reads PNG, JPEG, TIFF and WebP, writes PNG, JPEG and lossless WebP.</summary>
/// <remarks>Reading gives 8-bit sRGB whatever the file holds: grey is repeated in the three channels, 16 bits keep their high byte, CMYK is converted, alpha
/// is dropped (not blended). The EXIF orientation is not applied, since label maps are drawn on the stored pixels. The format is found from the first bytes,
/// not from the name. The first use sets libvips for the process to one thread a call and no cache.</remarks>
public static class RgbImageFile
{
    /// <summary>The most pixels that are read; a header beyond it is refused before anything is decoded.</summary>
    public const long MaxPixels = 1L << 28;

    private const int JpegQuality = 90;
    private const int PngLevel = 3;

    /// <summary>Reads an image to <c>[H, W, 3]</c>.</summary>
    /// <exception cref="ImageFormatException">An unknown format, a damaged or truncated file, or too many pixels.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RgbImage Read(string path) => VipsLibrary.Run(path, "cannot be decoded, it is damaged or incomplete (fetch the file again)", () =>
    {
        using Source source = OpenSource(path, out Func<Source, Image> load);
        using Image stored = load(source);
        CheckSize(stored, path);
        using Image rgb = ToRgb(stored);
        return new RgbImage(rgb.Width, rgb.Height, rgb.WriteToMemory<byte>());
    });

    /// <summary>Reads the size alone, from the header.</summary>
    /// <exception cref="ImageFormatException">An unknown format, or a damaged header.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (int Width, int Height) ReadSize(string path) =>
        VipsLibrary.Run(path, "has no readable header, it is damaged, incomplete or no image (fetch the file again)", () =>
    {
        using Source source = OpenSource(path, out Func<Source, Image> load);
        using Image image = load(source);
        return (image.Width, image.Height);
    });

    /// <summary>Writes an image in the format that the file's ending names; an older file is replaced only when the new one is whole.</summary>
    /// <param name="path">Ends in .png, .jpg, .jpeg or .webp; its folder must exist.</param>
    /// <param name="image">The image.</param>
    /// <exception cref="ArgumentException">Another ending.</exception>
    public static void Write(string path, RgbImage image)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RgbImageFormat format = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => RgbImageFormat.Png,
            ".JPG" or ".JPEG" => RgbImageFormat.Jpeg,
            ".WEBP" => RgbImageFormat.WebP,
            string other => throw new ArgumentException($"'{path}' ends in '{other}', expected .png, .jpg, .jpeg or .webp.", nameof(path)),
        };
        AtomicFile.Write(path, stream => Write(stream, image, format));
    }

    /// <summary>Writes an image to a stream. The same image gives the same bytes.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="image">The image.</param>
    /// <param name="format">The format.</param>
    /// <param name="jpegQuality">How exact a JPEG is, 1 to 100; other formats are exact.</param>
    public static void Write(Stream stream, RgbImage image, RgbImageFormat format, int jpegQuality = JpegQuality)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(image);
        stream.Write(VipsLibrary.Run($"{image.Width} x {image.Height} image", $"cannot be written as {format}", () =>
        {
            using Image rgb = VipsLibrary.Wrap(image);
            return format switch
            {
                RgbImageFormat.Png => rgb.PngsaveBuffer(compression: PngLevel),
                RgbImageFormat.Jpeg => rgb.JpegsaveBuffer(q: jpegQuality),
                RgbImageFormat.WebP => rgb.WebpsaveBuffer(lossless: true),
                _ => throw new ArgumentOutOfRangeException(nameof(format)),
            };
        }));
    }

    /// <summary>Opens a file and chooses its loader: only these four are ever run on an unknown file.</summary>
    private static Source OpenSource(string path, out Func<Source, Image> load)
    {
        Span<byte> start = stackalloc byte[12];
        using (FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
        {
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }

        const Enums.Access Once = Enums.Access.Sequential;
        const Enums.FailOn Strict = Enums.FailOn.Error;
        load = start switch
        {
            _ when PngFile.HasSignature(start) => s => Image.PngloadSource(s, access: Once, failOn: Strict),
            _ when start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) => s => Image.JpegloadSource(s, access: Once, failOn: Strict),
            _ when start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) => s => Image.TiffloadSource(s, access: Once, failOn: Strict),
            _ when start.StartsWith("RIFF"u8) && start[^4..].SequenceEqual("WEBP"u8) => s => Image.WebploadSource(s, access: Once, failOn: Strict),
            [] => throw new ImageFormatException($"{path}: is empty, expected PNG, JPEG, TIFF or WebP. Fetch the file again."),
            _ => throw new ImageFormatException($"{path}: begins with the bytes {Convert.ToHexString(start)}, expected PNG, JPEG, TIFF or WebP."),
        };
        return Source.NewFromFile(path);
    }

    private static void CheckSize(Image image, string path)
    {
        if ((long)image.Width * image.Height > MaxPixels)
        {
            throw new ImageFormatException($"{path}: {image.Width} x {image.Height} pixels, expected at most {MaxPixels}. Cut or shrink the image first.");
        }

        if (image.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
        {
            throw new ImageFormatException($"{path}: values of type {image.Format}, expected 8 or 16 bits a channel. Convert the image first.");
        }
    }

    private static Image ToRgb(Image stored)
    {
        using Image color = stored.Colourspace(Enums.Interpretation.Srgb);
        using Image bytes = color.Cast(Enums.BandFormat.Uchar);
        return bytes.ExtractBand(0, n: 3);
    }
}
