using SeCo.Imaging;
using SeCo.Labels;

namespace SeCo.Correction.Windows;

/// <summary>An image in memory together with its regions.</summary>
/// <param name="Image">The image.</param>
/// <param name="Regions">Its regions, in the order of their file.</param>
public sealed record RegionImage(RgbImage Image, IReadOnlyList<ConnectedRegion> Regions)
{
    /// <summary>About how much memory image and masks take, in bytes.</summary>
    internal long Bytes
    {
        get
        {
            const int PerRegion = 256;
            long bytes = Image.Pixels.Length;
            foreach (ConnectedRegion region in Regions)
            {
                bytes += PerRegion + (sizeof(uint) * region.Mask.Counts.Length);
            }

            return bytes;
        }
    }
}
