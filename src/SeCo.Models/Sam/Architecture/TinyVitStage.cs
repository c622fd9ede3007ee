namespace SeCo.Models.Sam;

/// <summary>One of the four stages of a TinyViT.</summary>
/// <param name="Channels">Channels of its blocks; a multiple of the heads.</param>
/// <param name="Depth">Number of its blocks.</param>
/// <param name="Heads">Heads of its attention. The first stage has none, and this says nothing there.</param>
/// <param name="WindowSize">Side of the windows in which it attends, in cells. Says nothing in the first stage.</param>
public sealed record TinyVitStage(int Channels, int Depth, int Heads, int WindowSize);
