using SeCo.Imaging;

namespace SeCo.Cli.Doctor;

/// <summary>libvips, without which no photograph can be read.</summary>
internal static class ImagingCheck
{
    private const string Part = "libvips";

    /// <summary>Looks.</summary>
    /// <param name="works">Whether images can be read.</param>
    public static Finding Look(out bool works)
    {
        try
        {
            Finding found = new(Part, "version", ImagingRuntime.Version);
            works = true;
            return found;
        }
        catch (DllNotFoundException fault)
        {
            works = false;
            return Finding.Fault(Part, "version", "none", fault.Message);
        }
    }
}
