namespace SeCo.Exchange;

/// <summary>Images with their regions, which are read when they are needed, one image at a time.</summary>
/// <param name="Classes">The class set.</param>
/// <param name="Images">The images.</param>
/// <param name="Read">Reads the regions of an image, in the order of their file.</param>
public sealed record RegionSource(ClassSet Classes, IReadOnlyList<ExchangeImage> Images, Func<ExchangeImage, IEnumerable<ConnectedRegion>> Read);
