using SeCo.Imaging.Codecs;

namespace SeCo.Imaging;

/// <summary>The libvips in use, which decodes and encodes photographs; label PNGs need none.</summary>
public static class ImagingRuntime
{
    /// <summary>Version of the loaded libvips, as <c>8.18.7</c>.</summary>
    /// <exception cref="DllNotFoundException">libvips is missing or does not load; the message names the package.</exception>
    public static string Version => VipsLibrary.Version;
}
