using SeCo.Labels;

namespace SeCo.Adaptation.Loading;

/// <summary>A file in <see cref="DecodedFiles"/>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Content">What it is read as.</param>
/// <param name="Map">How its labels are to be read.</param>
internal readonly record struct ImageFile(string Path, FileContent Content, LabelIdMap? Map = null);
