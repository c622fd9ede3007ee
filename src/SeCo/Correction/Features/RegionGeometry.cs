using SeCo.Imaging;

namespace SeCo.Correction.Features;

/// <summary>Where a region lies and how it is shaped, as features that do not depend on the image's size.</summary>
public static class RegionGeometry
{
    /// <summary>Features of one region.</summary>
    public const int Length = 8;

    /// <summary>Computes the features: centre, width, height, lower edge (each as a share of the image), logarithm of the area's share, share of the box
    /// filled, log aspect.</summary>
    /// <param name="box">The box around the region.</param>
    /// <param name="area">The region's pixels.</param>
    /// <param name="imageWidth">Columns of the image.</param>
    /// <param name="imageHeight">Rows of the image.</param>
    /// <param name="destination">Receives <see cref="Length"/> values.</param>
    public static void Compute(Box box, long area, int imageWidth, int imageHeight, Span<float> destination)
    {
        float width = (float)box.Width / imageWidth, height = (float)box.Height / imageHeight;
        destination[0] = (box.X0 + box.X1) / (2f * imageWidth);
        destination[1] = (box.Y0 + box.Y1) / (2f * imageHeight);
        destination[2] = width;
        destination[3] = height;
        destination[4] = (float)box.Y1 / imageHeight;
        destination[5] = MathF.Log((float)area / ((float)imageWidth * imageHeight));
        destination[6] = (float)area / Math.Max(1, box.Area);
        destination[7] = MathF.Log((float)box.Width / box.Height);
    }
}
