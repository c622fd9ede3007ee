namespace SeCo.Models.UNet;

/// <summary>The shape of a <see cref="SmallUNet"/>.</summary>
public sealed record UNetConfig
{
    /// <summary>Number of classes, at least 1. Default: 19, Cityscapes'.</summary>
    public int Classes { get; init; } = 19;

    /// <summary>Channels at 1/2 of the image, at least 1; twice as many at 1/4, four times at 1/8. Default: 16.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Residual blocks at 1/8 of the image, with dilations 1, 2, 4, 1, …; at least 1. Default: 3.</summary>
    public int Blocks { get; init; } = 3;

    /// <summary>How pixels become the network's input: RGB, ImageNet's means and deviations, own size.</summary>
    public NetworkPreprocessing Preprocessing { get; } = new(ImageNormalization.ImageNet);

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (Classes < 1 || Width < 1 || Blocks < 1)
        {
            throw new ArgumentException($"There must be at least one class ({Classes}), one channel ({Width}) and one block ({Blocks}).");
        }
    }
}
