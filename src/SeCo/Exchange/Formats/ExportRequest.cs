namespace SeCo.Exchange;

/// <summary>What is given out, and how.</summary>
/// <param name="Source">The run.</param>
/// <param name="Selection">Which regions.</param>
/// <param name="ListCounts"><c>coco</c>: run lengths as lists, for readers that do not know the text.</param>
/// <param name="ImagePrefix"><c>label-studio</c>: what stands before an image's file in its address.</param>
/// <param name="UseTruth"><c>reference</c>: whether <c>true_label</c> is measured with the dataset's ground truth.</param>
/// <param name="DataRoot"><c>unimatch</c>: the folder that paths are relative to; null for the dataset's root.</param>
/// <param name="Split">Folders for training: the split that the images are put into.</param>
/// <param name="CopyImages">Folders for training: whether the images are copied beside their labels.</param>
public sealed record ExportRequest(
    ExportSource Source, RegionSelectionOptions Selection, bool ListCounts = false, string ImagePrefix = "/data/local-files/?d=", bool UseTruth = true,
    string? DataRoot = null, string Split = "train", bool CopyImages = true)
{
    /// <summary>Checks the request.</summary>
    /// <exception cref="ArgumentException">A split that is no name of a folder.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "export", (ImageName.StaysInside(Split) && !Split.AsSpan().ContainsAny('/', '\\'), $"split is '{Split}', expected a folder's name, as train or val"));
}
