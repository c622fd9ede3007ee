namespace SeCo.Exchange;

/// <summary>A run as formats see it.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="DatasetRoot">The root of its dataset.</param>
/// <param name="Regions">The images with their regions and what correction found out about them.</param>
/// <param name="OpenDataset">Opens the dataset without answers of a model; throws where it is not where it was.</param>
public sealed record ExportSource(string Folder, string DatasetRoot, RegionSource Regions, Func<Dataset> OpenDataset);
