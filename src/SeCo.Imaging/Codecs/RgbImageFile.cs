using NetVips;

namespace SeCo.Imaging.Codecs;

/// <summary>Colour images in files: reads PNG, JPEG, TIFF and WebP, writes PNG, JPEG and lossless WebP.</summary>
/// <remarks>Reading gives 8-bit sRGB whatever the file holds: grey is repeated in the three channels, 16 bits keep their high byte, CMYK is converted, alpha
/// is dropped (not blended). The EXIF orientation is not applied, since label maps are drawn on the stored pixels. Refused are grey images of several bands,
/// as nothing says which of them are red, green and blue, and 16-bit images that use less than a quarter of their range, where the high byte would lose what
/// they show. The format is found from the first bytes, not from the name. The first use sets libvips for the process to one thread a call and no
/// cache.</remarks>
public static class RgbImageFile
{
    /// <summary>The most pixels that are read; a header beyond it is refused before anything is decoded.</summary>
    public const long MaxPixels = 1L << 28;

    private const int JpegQuality = 90;
    private const int LeastRange = 1 << 14;
    private const int Compression = 259, Photometric = 262, SamplesPerPixel = 277, PlanarConfiguration = 284, ExtraSamples = 338; // tags of TIFF
    private const int YCbCr = 6; // a value of Photometric
    private const int PngLevel = 3;

    /// <summary>Reads an image to <c>[H, W, 3]</c>.</summary>
    /// <exception cref="ImageFormatException">An unknown format, a damaged or truncated file, or too many pixels, for any file or for one of its size.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RgbImage Read(string path) => VipsLibrary.Run(path, "cannot be decoded, it is damaged or incomplete (fetch the file again)", () =>
    {
        using Source source = OpenSource(path, out Func<Source, Image> load, out _);
        using Image stored = load(source);
        CheckForm(stored, path, MaxPixels);
        ImageClaims.Check(path, stored);
        using Image color = stored.Colourspace(Enums.Interpretation.Srgb);
        using Image bytes = color.Cast(Enums.BandFormat.Uchar);
        using Image rgb = bytes.ExtractBand(0, n: 3);
        RgbImage image = new(rgb.Width, rgb.Height);
        foreach ((int y, byte[] values) in VipsLibrary.Strips(rgb))
        {
            values.CopyTo(image.Pixels[(y * image.Width * 3)..]);
        }

        if (stored.Format == Enums.BandFormat.Ushort)
        {
            CheckRange(image, stored.Interpretation == Enums.Interpretation.Cmyk, path);
        }

        return image;
    });

    /// <summary>Reads what the header says, and refuses forms that cannot be read.</summary>
    /// <exception cref="ImageFormatException">An unknown format, a damaged header, too many pixels, or bands or numbers of another kind.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageHeader ReadHeader(string path) => ReadHeader(path, MaxPixels);

    /// <summary>The same for images of up to so many pixels, which need not be read as a whole.</summary>
    /// <inheritdoc cref="ReadHeader(string)"/>
    public static ImageHeader ReadHeader(string path, long mostPixels) =>
        VipsLibrary.Run(path, "has no readable header, it is damaged, incomplete or no image (fetch the file again)", () =>
    {
        using Source source = OpenSource(path, out Func<Source, Image> load, out int? exif);
        using Image image = load(source);
        CheckForm(image, path, mostPixels);
        int orientation = exif ?? (image.Contains("orientation") ? (int)image.Get("orientation") : 1);
        return new ImageHeader(image.Width, image.Height, orientation is >= 1 and <= 8 ? orientation : 1, image.Format == Enums.BandFormat.Ushort ? 16 : 8);
    });

    /// <summary>Writes an image in the format that the file's ending names; an older file is replaced only when the new one is whole.</summary>
    /// <param name="path">Ends in .png, .jpg, .jpeg or .webp; its folder is made where there is none.</param>
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
    internal static Source OpenSource(string path, out Func<Source, Image> load, out int? orientation)
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
        return ImageMetadata.Without(path, out orientation) is { } bytes ? Source.NewFromMemory(bytes) : Source.NewFromFile(path);
    }

    /// <summary>Refuses images of another form than is read, and of more pixels.</summary>
    internal static void CheckForm(Image image, string path, long mostPixels)
    {
        if ((long)image.Width * image.Height > mostPixels)
        {
            throw new ImageFormatException($"{path}: {image.Width} x {image.Height} pixels, expected at most {mostPixels}. Cut or shrink the image first.");
        }

        if (image.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
        {
            throw new ImageFormatException($"{path}: values of type {image.Format}, expected 8 or 16 bits a channel. Convert the image first.");
        }

        // Where the values are not compressed as JPEG, libvips takes brightness and two colour differences for red, green and blue.
        if (image.Bands >= 3 && image.Contains("vips-loader") && image.Get("vips-loader") is "tiffload_source"
            && TiffTag(path, Photometric) == YCbCr && TiffTag(path, Compression) is not (6 or 7))
        {
            throw new ImageFormatException($"{path}: colours as brightness and differences (YCbCr), expected RGB. Convert the image first.");
        }

        // Of several bands that are called grey, libvips shows the first; and where they lie one after the other, it takes the bytes of all for one.
        if (image.Interpretation is Enums.Interpretation.Bw or Enums.Interpretation.Grey16 or Enums.Interpretation.Multiband
            && (image.Bands > 2 || (image.Bands == 2 && TiffTag(path, SamplesPerPixel) == 2
                && (TiffTag(path, PlanarConfiguration) == 2 || TiffTag(path, ExtraSamples) is not (1 or 2))))) // 1 and 2 are alpha
        {
            throw new ImageFormatException($"{path}: {image.Bands} bands that are marked as grey, expected one (with or without alpha), or red, green and "
                + "blue marked as RGB. Choose three bands first, as with gdal_translate -b 1 -b 2 -b 3 -co PHOTOMETRIC=RGB, in the order red, green, blue.");
        }
    }

    /// <summary>Refuses 16-bit values that fill the lowest part of their range: 12-bit pictures, reflectance times 10000.</summary>
    private static void CheckRange(RgbImage seen, bool isInk, string path)
    {
        const byte Level = LeastRange >> 8;
        bool isWhite = TiffTag(path, Photometric) == 0; // libvips turns these, so that low values are bright
        int other = isWhite ? seen.Pixels.IndexOfAnyInRange((byte)0, (byte)(byte.MaxValue - Level)) : seen.Pixels.IndexOfAnyInRange(Level, byte.MaxValue);
        if (other >= 0 && !isInk)
        {
            return;
        }

        using Source source = OpenSource(path, out Func<Source, Image> load, out _);
        using Image stored = load(source);
        int bands = stored.Interpretation switch { Enums.Interpretation.Grey16 => 1, Enums.Interpretation.Cmyk => 4, _ => 3 };
        using Image colors = stored.ExtractBand(0, n: Math.Min(bands, stored.Bands)); // alpha and what else there is are not shown
        (int greatest, bool isLost, bool isLostShifted) = (0, false, false);
        foreach ((_, byte[] values) in VipsLibrary.Strips(colors))
        {
            foreach (ushort stored16 in MemoryMarshal.Cast<byte, ushort>(values))
            {
                int value = isWhite ? ushort.MaxValue - stored16 : stored16;
                greatest = Math.Max(greatest, value);
                isLost |= value % 257 != 0;
                isLostShifted |= value % 256 != 0;
            }
        }

        // What was widened from 8 bits loses nothing, however dark it is.
        if (greatest < LeastRange && isLost && isLostShifted)
        {
            int scale = (1 << (32 - int.LeadingZeroCount(greatest))) - 1;
            throw new ImageFormatException($"{path}: 16-bit values that reach {greatest} of {ushort.MaxValue} only: of their high bytes, which are read, "
                + $"{(greatest >> 8) + 1} levels of 256 would be left. Scale all images of the set to 8 bits by one factor first, as with "
                + $"gdal_translate -ot Byte -scale 0 {scale} 0 255, or in Python (values * (255 / {scale})).astype(numpy.uint8).");
        }
    }

    private static int TiffTag(string path, int tag)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return ImageMetadata.TiffTag(stream, tag);
    }
}
