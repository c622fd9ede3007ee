using SeCo.Torch;

namespace SeCo.Adaptation.Loading;

/// <summary>Crops of equal size, ready for the network: normalised pixels and labels in row-major order.</summary>
/// <param name="count">N.</param>
/// <param name="size">Rows and columns of a crop.</param>
internal sealed class CropBatch(int count, Extent size)
{
    /// <summary>In unlabelled crops: the place of no image, only of padding.</summary>
    public const byte Padding = 254;

    /// <summary>N.</summary>
    public int Count { get; } = count;

    /// <summary>Rows and columns.</summary>
    public Extent Size { get; } = size;

    /// <summary>Normalised pixels <c>[N, 3, H, W]</c> in the network's channel order; padding is black before normalising.</summary>
    public float[] Pixels { get; } = new float[checked(count * 3 * size.Height * size.Width)];

    /// <summary>Labels <c>[N, H, W]</c>: 0…K-1; 255 for no label, and for padding of labelled crops; <see cref="Padding"/> for padding of unlabelled crops.</summary>
    public byte[] Labels { get; } = new byte[checked(count * size.Height * size.Width)];
}
