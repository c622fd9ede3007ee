namespace SeCo.Aggregation;

/// <summary>The segmenter's answer to the prompt of one component.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Share">The share of the labelled pixels inside the whole mask that have the region's class.</param>
/// <param name="Score">The segmenter's own score of the mask.</param>
public sealed record PromptedOrigin(ThingPrompt Prompt, double Share, double Score) : RegionOrigin(Share, Score);
