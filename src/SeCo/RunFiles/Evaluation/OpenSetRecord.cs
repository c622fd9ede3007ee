namespace SeCo.RunFiles;

/// <summary>What correction did to objects that belong to no class.</summary>
/// <param name="Regions">Judged regions that lie mostly on such an object.</param>
/// <param name="RejectedRegions">Those of them that were rejected.</param>
/// <param name="Pixels">Pixels of such objects that had a label before correction.</param>
/// <param name="RejectedPixels">Those of them that have none after it.</param>
public sealed record OpenSetRecord(int Regions, int RejectedRegions, long Pixels, long RejectedPixels);
