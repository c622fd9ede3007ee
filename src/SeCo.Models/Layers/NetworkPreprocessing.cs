namespace SeCo.Models;

/// <summary>How the authors of a network make its input of an image, and how they look at images in evaluation.</summary>
/// <param name="Normalization">Channel order, range, means and deviations.</param>
public sealed record NetworkPreprocessing(ImageNormalization Normalization)
{
    /// <summary>ImageNet's means and deviations of RGB, the image in its own size.</summary>
    public static NetworkPreprocessing ImageNet { get; } = new(ImageNormalization.ImageNet);

    /// <summary>The size to which every image is brought first; null leaves it as it is. Default: null.</summary>
    public Size2d? InputSize { get; init; }

    /// <summary>How images are brought to <see cref="InputSize"/>. Default: <see cref="InputResize.Bilinear"/>.</summary>
    public InputResize Resize { get; init; } = InputResize.Bilinear;

    /// <summary>The size of the windows through which the image is seen, after resizing; null for the whole image at once. Default: null.</summary>
    public Size2d? Window { get; init; }

    /// <summary>Pixels from one window to the next; null for the window's size. Default: null.</summary>
    public Size2d? WindowStride { get; init; }

    /// <summary>Where the image is seen whole, logits are resized straight to its own size, as in Hugging Face's programs; else to
    /// <see cref="InputSize"/>, and probabilities from there. Default: false.</summary>
    public bool AnswersInImageSize { get; init; }

    /// <summary>Windows stand at every stride inside the image and are cut off where it ends, as in UniMatch; else those that would leave the image are moved
    /// back into it, as in mmsegmentation. Default: false.</summary>
    public bool CutsWindows { get; init; }
}
