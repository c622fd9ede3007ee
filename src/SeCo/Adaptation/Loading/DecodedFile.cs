using SeCo.Imaging;

namespace SeCo.Adaptation.Loading;

/// <summary>What a file in <see cref="DecodedFiles"/> holds.</summary>
/// <param name="Image">Its colours; null for labels.</param>
/// <param name="Labels">Its labels; null for colours.</param>
internal sealed record DecodedFile(RgbImage? Image, LabelMap? Labels)
{
    /// <summary>Its memory.</summary>
    public long Bytes => Image?.Pixels.Length ?? Labels!.Pixels.Length;
}
