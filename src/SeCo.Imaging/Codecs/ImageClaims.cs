using NetVips;

namespace SeCo.Imaging.Codecs;

/// <summary>Holds what the header of a photograph claims against the size of its file, before libvips decodes a pixel.</summary>
internal static class ImageClaims
{
    private const int Block = 1 << 16;

    /// <summary>Refuses an image that would take more memory or work than a file of its size may ask for.</summary>
    public static void Check(string path, Image image)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        ReadBudget budget = new(file.Length, fault => new ImageFormatException($"{path}: {fault}."));
        string what = $"an image of {image.Width} x {image.Height} pixels";
        long pixels = (long)image.Width * image.Height;

        // An interlaced PNG and a progressive JPEG are decoded as a whole, beside the pixels that are wanted, and WebP takes more for that.
        int stored = image.Bands * (image.Format == Enums.BandFormat.Ushort ? 2 : 1);
        int copies = image.Contains("interlaced") ? 2 : image.Get("vips-loader") is "webpload_source" ? 3 : 1;
        budget.Fit(copies * pixels * Math.Max(3, stored), what);
        int scans = CountScans(file);
        budget.Spend(scans * pixels * 3, $"{what} in {scans} scans");
    }

    /// <summary>The same for an image of which some rows are in memory at a time.</summary>
    public static void CheckRows(string path, Image image)
    {
        if (image.Contains("interlaced") || image.Get("vips-loader") is "webpload_source")
        {
            Check(path, image); // decoded as a whole
            return;
        }

        ReadBudget budget = ReadBudget.Of(path, fault => new ImageFormatException($"{path}: {fault}."));
        budget.Spend(3L * image.Width * image.Height, $"an image of {image.Width} x {image.Height} pixels");
    }

    /// <summary>The scans of a JPEG: each of a few bytes can go over the whole image. Those of thumbnails count too. 0 for other formats.</summary>
    private static int CountScans(FileStream file)
    {
        byte[] block = new byte[Block];
        int scans = 0, kept = 0;
        for (int read = file.Read(block); read > 0; read = file.Read(block, kept, Block - kept))
        {
            ReadOnlySpan<byte> bytes = block.AsSpan(0, kept + read);
            if (file.Position == read && !bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8]))
            {
                return 0;
            }

            scans += bytes.Count((ReadOnlySpan<byte>)[0xff, 0xda]);
            kept = bytes[^1] == 0xff ? 1 : 0; // a marker may lie across two blocks
            block[0] = bytes[^1];
        }

        return scans;
    }
}
