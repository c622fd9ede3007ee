namespace SeCo.Aggregation;

/// <summary>What one class received.</summary>
/// <param name="ClassId">The class's id.</param>
/// <param name="Name">The class's name.</param>
/// <param name="AlignedRegions">Visible regions from semantic alignment.</param>
/// <param name="PromptedRegions">Visible regions from prompts.</param>
/// <param name="Pixels">Visible pixels of both.</param>
public sealed record ClassAggregation(int ClassId, string Name, long AlignedRegions, long PromptedRegions, long Pixels);
