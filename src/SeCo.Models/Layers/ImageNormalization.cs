namespace SeCo.Models;

/// <summary>How the pixels of an image become a network's input: each channel's 8-bit value v becomes (v − mean) / deviation / divisor.</summary>
/// <param name="Mean">Mean of red, green and blue, in 0…255.</param>
/// <param name="Deviation">Standard deviation of red, green and blue, in 0…255.</param>
public sealed record ImageNormalization(ChannelValues Mean, ChannelValues Deviation)
{
    /// <summary>What torchvision's networks were trained with: means 0.485, 0.456, 0.406 and deviations 0.229, 0.224, 0.225, of pixels in 0…1.</summary>
    public static ImageNormalization ImageNet { get; } = new(
        new ChannelValues(0.485 * 255, 0.456 * 255, 0.406 * 255), new ChannelValues(0.229 * 255, 0.224 * 255, 0.225 * 255));

    /// <summary>What the standardised values are divided by. Default: 1.</summary>
    public double Divisor { get; init; } = 1;

    /// <summary>The network sees blue, green, red instead of red, green, blue. Default: false.</summary>
    public bool IsBlueFirst { get; init; }

    /// <summary>Normalises an image.</summary>
    /// <param name="rgb">Pixels in row-major order, three bytes each: red, green, blue.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Number of rows.</param>
    /// <returns>float32 <c>[1, 3, height, width]</c>; it belongs to the open scope or the caller.</returns>
    /// <exception cref="ArgumentException">The number of bytes does not fit the size.</exception>
    public Tensor Normalize(ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        int plane = checked(width * height);
        if (rgb.Length != 3L * plane)
        {
            throw new ArgumentException($"An RGB image of {width}x{height} has {3L * plane} bytes; found {rgb.Length}.", nameof(rgb));
        }

        float[] values = new float[3 * plane];
        for (int channel = 0; channel < 3; channel++)
        {
            float[] table = Table(channel);
            Span<float> target = values.AsSpan((IsBlueFirst ? 2 - channel : channel) * plane, plane);
            for (int i = 0, source = channel; i < target.Length; i++, source += 3)
            {
                target[i] = table[rgb[source]];
            }
        }

        return Tensor.From(values, 1, 3, height, width);
    }

    private float[] Table(int channel) => [.. Enumerable.Range(0, 256).Select(v => (float)((v - Mean[channel]) / Deviation[channel] / Divisor))];
}
