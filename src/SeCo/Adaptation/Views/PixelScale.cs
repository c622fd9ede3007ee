namespace SeCo.Adaptation.Views;

/// <summary>Writes crops as a network sees them: the numbers of <see cref="ImageNormalization.Normalize"/>, straight into a batch.</summary>
internal sealed class PixelScale
{
    private readonly float[][] _tables = new float[3][];
    private readonly bool _blueFirst;

    public PixelScale(ImageNormalization normalization)
    {
        _blueFirst = normalization.IsBlueFirst;
        for (int channel = 0; channel < 3; channel++)
        {
            double mean = normalization.Mean[channel], deviation = normalization.Deviation[channel];
            _tables[channel] = [.. Enumerable.Range(0, 256).Select(level => (float)((level - mean) / deviation / normalization.Divisor))];
        }
    }

    /// <summary>Writes a crop's pixels, <c>[3, H, W]</c>.</summary>
    public void Write(Crop crop, Span<float> target)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            ReadOnlySpan<float> table = _tables[channel];
            ReadOnlySpan<byte> plane = crop.Plane(channel);
            Span<float> values = target.Slice((_blueFirst ? 2 - channel : channel) * crop.Length, crop.Length);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = table[plane[i]];
            }
        }
    }
}
