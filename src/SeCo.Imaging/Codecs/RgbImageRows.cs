using NetVips;

namespace SeCo.Imaging.Codecs;

/// <summary>A colour image that is read from the top, some rows at a time: for images that are too large to be in memory as a whole.</summary>
/// <remarks>Reads what <see cref="RgbImageFile"/> reads, of 8 bits, to the same pixels. In memory are the rows that are asked for, and what the format
/// stores in one piece: a row of tiles; an interlaced PNG and a progressive JPEG as a whole.</remarks>
public sealed class RgbImageRows : IDisposable
{
    /// <summary>The most pixels; a header beyond it is refused.</summary>
    public const long MaxPixels = 1L << 34;

    private readonly string _path;
    private readonly Source _source;
    private readonly Image[] _steps;
    private readonly Region _region;
    private int _y;

    private RgbImageRows(string path, Source source, Image[] steps)
    {
        (_path, _source, _steps, _region) = (path, source, steps, Region.New(steps[^1]));
        (Width, Height) = (steps[^1].Width, steps[^1].Height);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Opens an image.</summary>
    /// <exception cref="ImageFormatException">An unknown format, a damaged header, 16 bits, too many pixels, for any file or for one of its size.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RgbImageRows Open(string path) =>
        VipsLibrary.Run(path, "has no readable header, it is damaged, incomplete or no image (fetch the file again)", () =>
    {
        Source source = RgbImageFile.OpenSource(path, out Func<Source, Image> load, out _);
        List<Image> steps = [];
        try
        {
            steps.Add(load(source));
            RgbImageFile.CheckForm(steps[0], path, MaxPixels);
            if (steps[0].Format == Enums.BandFormat.Ushort)
            {
                throw new ImageFormatException(
                    $"{path}: 16 bits a channel, expected 8 in an image that is read by parts: its range would have to be known before. Scale it first, as "
                        + "with gdal_translate -ot Byte -scale.");
            }

            ImageClaims.CheckRows(path, steps[0]);
            steps.Add(steps[^1].Colourspace(Enums.Interpretation.Srgb));
            steps.Add(steps[^1].Cast(Enums.BandFormat.Uchar));
            steps.Add(steps[^1].ExtractBand(0, n: 3));
            return new RgbImageRows(path, source, [.. steps]);
        }
        catch
        {
            steps.ForEach(step => step.Dispose());
            source.Dispose();
            throw;
        }
    });

    /// <summary>Reads the next rows.</summary>
    /// <param name="rows">Whole rows, <c>[n, W, 3]</c>, at most as many as are left; filled.</param>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    public void Read(Span<byte> rows)
    {
        int count = rows.Length / (3 * Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Height - _y, nameof(rows));
        for (int y = 0; y < count;)
        {
            int some = Math.Min(count - y, Math.Max(1, (1 << 20) / (3 * Width)));
            byte[] values = VipsLibrary.Run(
                _path, "cannot be decoded, it is damaged or incomplete (fetch the file again)", () => _region.Fetch(0, _y, Width, some));
            values.CopyTo(rows[(y * 3 * Width)..]);
            (y, _y) = (y + some, _y + some);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _region.Dispose();
        Array.ForEach(_steps, step => step.Dispose());
        _source.Dispose();
    }
}
