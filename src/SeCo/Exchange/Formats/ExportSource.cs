namespace SeCo.Exchange;

/// <summary>A run, or a folder of labels, as formats see it.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="DatasetRoot">The root of its dataset, which files of images are relative to.</param>
/// <param name="Regions">The images with their regions and what correction found out about them.</param>
/// <param name="OpenDataset">Opens the dataset without answers of a model; throws where it is not where it was.</param>
/// <param name="ReadLabels">Reads the final labels of an image.</param>
public sealed record ExportSource(
    string Folder, string DatasetRoot, RegionSource Regions, Func<Dataset> OpenDataset, Func<ExchangeImage, LabelMap> ReadLabels);
