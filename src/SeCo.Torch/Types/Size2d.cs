namespace SeCo.Torch;

/// <summary>A number of pixels or cells along the two axes of an image: the size of a kernel, a stride, a padding, an output size.</summary>
/// <param name="Height">Along y.</param>
/// <param name="Width">Along x.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>The same number along both axes.</summary>
    public static implicit operator Size2d(int both) => FromInt32(both);

    /// <summary>The same number along both axes.</summary>
    public static Size2d FromInt32(int both) => new(both, both);
}
