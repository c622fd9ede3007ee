namespace SeCo.Aggregation.Segmenters.Cache;

/// <summary>The image that answers belong to.</summary>
/// <param name="Hash">Hash of its size and pixels.</param>
/// <param name="Name">Its name; empty where it has none. Tells people, finds nothing.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record StoredImage(string Hash, string Name, int Width, int Height);
