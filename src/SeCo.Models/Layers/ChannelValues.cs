namespace SeCo.Models;

/// <summary>One number for each channel of a colour image.</summary>
/// <param name="Red">Of red.</param>
/// <param name="Green">Of green.</param>
/// <param name="Blue">Of blue.</param>
public readonly record struct ChannelValues(double Red, double Green, double Blue)
{
    /// <summary>By number: 0 is red, 1 green, 2 blue.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is another.</exception>
    public double this[int channel] => channel switch
    {
        0 => Red,
        1 => Green,
        2 => Blue,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "A colour image has channels 0 to 2."),
    };
}
