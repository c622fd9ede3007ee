namespace SeCo.Aggregation;

/// <summary>A class-agnostic mask that took its class by semantic alignment.</summary>
/// <param name="Mask">The mask's index in the segmenter's list.</param>
/// <param name="Share">The share of the labelled pixels inside the whole mask that have the region's class.</param>
/// <param name="Score">The segmenter's own score of the mask.</param>
public sealed record AlignedOrigin(int Mask, double Share, double Score) : RegionOrigin(Share, Score);
