namespace SeCo.Imaging.Codecs;

/// <summary>How a PNG stores its pixels.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="BitDepth">Bits of one value.</param>
/// <param name="Mode">In words, such as <c>8-bit palette</c>.</param>
/// <param name="Palette">The colours, by index; empty for a PNG without a palette.</param>
public sealed record PngDescription(int Width, int Height, int BitDepth, string Mode, IReadOnlyList<(byte R, byte G, byte B)> Palette);
