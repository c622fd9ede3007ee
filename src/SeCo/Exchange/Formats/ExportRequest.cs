namespace SeCo.Exchange;

/// <summary>What is given out, and how.</summary>
/// <param name="Source">The run.</param>
/// <param name="Selection">Which regions.</param>
public sealed record ExportRequest(ExportSource Source, RegionSelectionOptions Selection)
{
    /// <summary><c>coco</c>: run lengths as lists, for readers that do not know the text.</summary>
    public bool ListCounts { get; init; }

    /// <summary><c>label-studio</c>: what stands before an image's file in its address.</summary>
    public string ImagePrefix { get; init; } = "/data/local-files/?d=";

    /// <summary><c>reference</c>: whether <c>true_label</c> is measured with the dataset's ground truth.</summary>
    public bool UseTruth { get; init; } = true;

    /// <summary><c>unimatch</c>: the folder that paths are relative to; null for the dataset's root.</summary>
    public string? DataRoot { get; init; }
}
