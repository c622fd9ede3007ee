namespace SeCo.Adaptation.Sampling;

/// <summary>A region that can be pasted. Its mask and pixels stay in their files.</summary>
/// <param name="Image">Number of the image in the pool.</param>
/// <param name="Id">The region's number in its file.</param>
/// <param name="Class">Its class.</param>
internal readonly record struct PooledRegion(int Image, int Id, byte Class);
