using SeCo.Labels;

namespace SeCo.Exchange;

/// <summary>An image whose regions a person was asked about.</summary>
/// <param name="Image">The image.</param>
/// <param name="Regions">The regions; <see cref="ConnectedRegion.CategoryId"/> is the class that each was shown with.</param>
public sealed record AskedImage(ExchangeImage Image, IReadOnlyList<ConnectedRegion> Regions);
