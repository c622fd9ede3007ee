namespace SeCo.Labels;

/// <summary>An id that the class set does not have.</summary>
/// <param name="Id">The id.</param>
/// <param name="Pixels">Pixels with it, in all files.</param>
/// <param name="Files">Files that hold it.</param>
/// <param name="FirstFile">The first of those files, in ordinal order.</param>
/// <param name="X">The column of its first pixel there.</param>
/// <param name="Y">The row of its first pixel there.</param>
public sealed record ForeignLabel(byte Id, long Pixels, int Files, string FirstFile, int X, int Y);
