namespace SeCo.Adaptation.Loading;

/// <summary>What a file in <see cref="DecodedFiles"/> is read as.</summary>
internal enum FileContent
{
    /// <summary>Colours.</summary>
    Image,

    /// <summary>A label map.</summary>
    Labels,

    /// <summary>Masks of regions.</summary>
    Masks,
}
