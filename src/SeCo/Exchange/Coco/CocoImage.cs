namespace SeCo.Exchange;

/// <summary>An image of a COCO file with its masks.</summary>
/// <param name="Image">The image; its name is that of its file without ending.</param>
/// <param name="Masks">For each annotation in the file's order, the name of its category and its pixels.</param>
public sealed record CocoImage(ExchangeImage Image, IReadOnlyList<(string Category, RunLengthMask Mask)> Masks);
