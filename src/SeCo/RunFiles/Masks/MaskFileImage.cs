namespace SeCo.RunFiles;

/// <summary>What a mask file in the form of SA-1B says of its image.</summary>
/// <param name="ImageId">The image's number in its collection; 0 where it has none.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="FileName">The image's file name.</param>
public sealed record MaskFileImage(long ImageId, int Width, int Height, string FileName);
