using SeCo.Imaging;
using SeCo.Imaging.Rle;

namespace SeCo.Correction;

/// <summary>Paints regions into the final label map (paper section 3.3): clean ones keep their class, corrected ones take the new one, all else is
/// 255.</summary>
/// <remarks>
/// Regions are painted in the order given, later over earlier, as the reference's <c>vis_json.py</c> does in file order. Connected components never
/// overlap, so for them the order does not matter.
/// </remarks>
public sealed class ConnectivityLabels
{
    private readonly int _width;
    private readonly int _height;

    /// <summary>Column by column, as run lengths are: a run is one stretch of memory.</summary>
    private readonly byte[] _upright;

    /// <summary>Starts with a map of 255.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public ConnectivityLabels(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        _width = width;
        _height = height;
        _upright = new byte[checked(width * height)];
        Array.Fill(_upright, LabelMap.Ignore);
    }

    /// <summary>Paints one region over what is there.</summary>
    /// <param name="mask">Its pixels.</param>
    /// <param name="label">Its final label; 255, for a rejected region, takes away what lies below.</param>
    /// <exception cref="ArgumentException">The mask has another size.</exception>
    public void Paint(RunLengthMask mask, byte label)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Width != _width || mask.Height != _height)
        {
            throw new ArgumentException($"The mask is {mask.Width} x {mask.Height} pixels, the label map {_width} x {_height}.", nameof(mask));
        }

        ColumnMajor.Paint(_upright, mask, label);
    }

    /// <summary>The painted map.</summary>
    public LabelMap ToLabelMap() => new(_width, _height, ColumnMajor.Transpose(_upright, _height, _width));
}
