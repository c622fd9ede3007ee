namespace SeCo.RunFiles;

/// <summary>A run among others.</summary>
/// <param name="Name">What it is called in the comparison.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Images">Images with final labels.</param>
/// <param name="LabelFree">Measures that need no truth.</param>
/// <param name="Coverage">Share of the pixels of the common images that have a label; null without labels.</param>
/// <param name="LabelMiou">Mean IoU of its labels with the truth of its images, pixels without a label counted as wrong; null without truth.</param>
/// <param name="ModelMiou">Mean IoU of its adapted model with the truth of the images that it is measured on; null without a model or truth.</param>
public sealed record ComparedRunRecord(
    string Name, string Folder, int Images, LabelFreeRecord LabelFree, double? Coverage = null, double? LabelMiou = null, double? ModelMiou = null);
