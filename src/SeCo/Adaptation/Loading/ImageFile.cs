using SeCo.Labels;

namespace SeCo.Adaptation.Loading;

/// <summary>A file in <see cref="DecodedFiles"/>.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsLabels">Labels, else colours.</param>
/// <param name="Map">How its labels are to be read.</param>
internal readonly record struct ImageFile(string Path, bool IsLabels, LabelIdMap? Map = null);
