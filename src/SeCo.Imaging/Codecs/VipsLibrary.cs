using NetVips;

namespace SeCo.Imaging.Codecs;

/// <summary>libvips, set up once for the process: one thread a call and no cache of operations, so that memory does not grow with the files read.</summary>
internal static class VipsLibrary
{
    static VipsLibrary()
    {
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        // Callers work on many images at once; threads inside one small decode only cost time.
        NetVips.NetVips.Concurrency = 1;
        // Its warnings on stderr repeat what the exception says.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });
    }

    /// <summary>Runs a libvips call and turns its error into one that names the file.</summary>
    /// <exception cref="ImageFormatException">libvips refused the file.</exception>
    public static T Run<T>(string name, string what, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (VipsException e)
        {
            // libvips keeps its log below the message, on lines of its own.
            string reason = string.Join("; ", e.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct());
            throw new ImageFormatException($"{name}: {what}: {reason}", e);
        }
    }

    /// <summary>A libvips image over a copy of the pixels.</summary>
    public static Image Wrap(RgbImage image)
    {
        using Image raw = Image.NewFromMemoryCopy<byte>(image.Pixels, image.Width, image.Height, 3, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
