namespace SeCo.Adaptation.Loading;

/// <summary>What a file in <see cref="DecodedFiles"/> holds.</summary>
/// <param name="Value">An image, a label map, or masks by number.</param>
/// <param name="Bytes">About how much memory it takes, above 0.</param>
internal sealed record DecodedFile(object Value, long Bytes);
