namespace SeCo.Correction.Windows;

/// <summary>What the classifier's input looks like.</summary>
public sealed record WindowOptions
{
    /// <summary>Columns of the input, in pixels. Paper: 512.</summary>
    public int Width { get; init; } = 512;

    /// <summary>Rows of the input, in pixels. Paper: 256.</summary>
    public int Height { get; init; } = 256;

    /// <summary>How the window is chosen.</summary>
    public WindowStyle Style { get; init; } = WindowStyle.Paper;

    /// <summary>The order of the channels; the network's weights decide.</summary>
    public ChannelOrder Channels { get; init; } = ChannelOrder.Rgb;

    /// <summary>Subtracted from channel values in [0, 1], in the order of <see cref="Channels"/>. Default: ImageNet's, red first.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Divides channel values after that, in the order of <see cref="Channels"/>; above 0. Default: ImageNet's, red first.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [0.229f, 0.224f, 0.225f];

    /// <summary>The reference's input: its windows, and blue first with the statistics that are meant for red.</summary>
    public static WindowOptions Reference { get; } = new() { Style = WindowStyle.Reference, Channels = ChannelOrder.Bgr };

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A size is not above 0, or the statistics are not three numbers each.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Height);
        if (Mean.Count != 3 || Deviation.Count != 3 || Deviation.Any(d => !(d > 0)))
        {
            throw new ArgumentException("Mean and Deviation need three numbers each, the deviations above 0.");
        }
    }
}
