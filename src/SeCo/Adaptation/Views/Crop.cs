using System.Numerics;

namespace SeCo.Adaptation.Views;

/// <summary>Pixels and labels of a crop while it is being made: the colours in planes of bytes, so that whole vectors of one colour are worked on.</summary>
internal sealed class Crop
{
    /// <summary>Planes are as long as their pixels, rounded up to this, so that vectors need no remainder.</summary>
    private const int Rounding = 64;

    private readonly byte[] _pixels;
    private readonly int _planeLength;

    /// <summary>Creates a black crop in which every label is <see cref="LabelMap.Ignore"/>.</summary>
    public Crop(Size2d size)
    {
        Size = size;
        Length = checked(size.Height * size.Width);
        _planeLength = checked((Length + Rounding - 1) / Rounding * Rounding);
        _pixels = new byte[checked(3 * _planeLength)];
        Labels = new byte[Length];
        Array.Fill(Labels, LabelMap.Ignore);
    }

    public Size2d Size { get; }

    public int Length { get; }

    /// <summary>Labels, <c>[H, W]</c>.</summary>
    public byte[] Labels { get; }

    /// <summary>How far each label is trusted, 0 to 255, <c>[H, W]</c>; null where all count alike.</summary>
    public byte[]? Trust { get; init; }

    /// <summary>One colour, <c>[H, W]</c>: 0 is red, 1 green, 2 blue.</summary>
    public Span<byte> Plane(int channel) => _pixels.AsSpan(channel * _planeLength, Length);

    /// <summary>The same with what lies behind the pixels, in vectors.</summary>
    public Span<Vector<byte>> Vectors(int channel) =>
        MemoryMarshal.Cast<byte, Vector<byte>>(_pixels.AsSpan(channel * _planeLength, _planeLength));

    /// <summary>Takes the pixels and labels of a crop of the same size.</summary>
    public void CopyFrom(Crop other)
    {
        other._pixels.CopyTo(_pixels, 0);
        other.Labels.CopyTo(Labels, 0);
        other.Trust?.CopyTo(Trust!, 0);
    }
}
