using System.Globalization;
using NetVips;

namespace SeCo.Imaging.Codecs;

/// <summary>libvips, set up once for the process: one thread a call and no cache of operations, so that memory does not grow with the files read.</summary>
internal static class VipsLibrary
{
    static VipsLibrary()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            return; // every call says so
        }

        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        // Callers work on many images at once; threads inside one small decode only cost time.
        NetVips.NetVips.Concurrency = 1;
        // Its warnings on stderr repeat what the exception says.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });
    }

    public static string Version
    {
        get
        {
            EnsureLoaded();
            return string.Create(CultureInfo.InvariantCulture, $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}");
        }
    }

    /// <summary>Runs a libvips call and turns its error into one that names the file.</summary>
    public static T Run<T>(string name, string what, Func<T> call)
    {
        EnsureLoaded();
        try
        {
            return call();
        }
        catch (VipsException e)
        {
            // libvips keeps its log below the message, on lines of its own.
            string reason = string.Join("; ", e.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct());
            throw reason.Contains("out of memory", StringComparison.Ordinal)
                ? new InsufficientMemoryException($"{name}: {reason}", e)
                : new ImageFormatException($"{name}: {what}: {reason}", e);
        }
    }

    /// <summary>A libvips image over a copy of the pixels.</summary>
    public static Image Wrap(RgbImage image)
    {
        using Image raw = Image.NewFromMemoryCopy<byte>(image.Pixels, image.Width, image.Height, 3, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>The pixels of an image from the top, some rows at a time: all of them at once would be in memory twice.</summary>
    /// <returns>The first row of each strip, and its values.</returns>
    public static IEnumerable<(int Y, byte[] Values)> Strips(Image image)
    {
        const int StripBytes = 1 << 20;
        using Region region = Region.New(image);
        int rows = Math.Max(StripBytes / (image.Width * image.Bands), 1);
        for (int y = 0; y < image.Height; y += rows)
        {
            yield return (y, region.Fetch(0, y, image.Width, Math.Min(rows, image.Height - y)));
        }
    }

    private static void EnsureLoaded()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            string package = OperatingSystem.IsWindows()
                ? "NetVips.Native.win-x64"
                : OperatingSystem.IsMacOS() ? "NetVips.Native.osx-arm64" : "NetVips.Native.linux-x64";
            throw new DllNotFoundException(
                $"libvips, which decodes images, is missing or does not load. Add the NuGet package '{package}' to the program, or install libvips 8.18 or "
                    + "later.",
                ModuleInitializer.Exception);
        }
    }
}
