namespace SeCo.Imaging;

/// <summary>A confidence for each pixel, <c>[H, W]</c>, 16 bits: probability times 65535, rounded.</summary>
/// <remarks>An 8-bit confidence c enters as 257 c, so that 255 and 65535 both mean 1 and no two 8-bit levels fall together.</remarks>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
/// <param name="values">The buffer to use (not copied), <c>[H, W]</c>.</param>
public sealed class ConfidenceMap(int width, int height, ushort[] values) : PixelGrid<ushort>(width, height, 1, values)
{
    /// <summary>The stored value of probability 1.</summary>
    public const int Scale = 65535;

    /// <summary>A map of zeros.</summary>
    public ConfidenceMap(int width, int height)
        : this(width, height, new ushort[checked(width * height)])
    {
    }

    /// <summary>The stored value of a probability in [0, 1], rounded to the nearest level.</summary>
    public static ushort FromProbability(double probability) => (ushort)Math.Round(Math.Clamp(probability, 0, 1) * Scale);
}
