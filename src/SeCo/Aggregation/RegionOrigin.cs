namespace SeCo.Aggregation;

/// <summary>How a region came about.</summary>
/// <param name="Share">The share of the labelled pixels inside the whole mask that have the region's class, [0, 1].</param>
/// <param name="Score">The segmenter's own score of the mask.</param>
public abstract record RegionOrigin(double Share, double Score);
