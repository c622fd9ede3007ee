namespace SeCo.Models;

/// <summary>What gives every pixel of an image the probabilities of classes: a network of this library, or one that another engine runs.</summary>
public interface ISegmentationNetwork : IDisposable
{
    /// <summary>Number of classes K.</summary>
    int Classes { get; }

    /// <summary>How the network's input is made of an image, and how large ones are seen.</summary>
    NetworkPreprocessing Preprocessing { get; }

    /// <summary>The only size that the network takes; null where it takes any. Larger images are then seen through windows of this size.</summary>
    Size2d? FixedSize => null;

    /// <summary>Computes the probabilities of every pixel.</summary>
    /// <param name="images">What <see cref="Preprocessing"/> says of an image, float32 <c>[1, 3, H, W]</c>, no larger than <see cref="FixedSize"/>.</param>
    /// <param name="size">The size of the answer; null for that of the images.</param>
    /// <returns><c>[1, K, H, W]</c>, float32; each pixel's sum to 1. It belongs to the open scope or the caller.</returns>
    Tensor Probabilities(Tensor images, Size2d? size = null);
}
