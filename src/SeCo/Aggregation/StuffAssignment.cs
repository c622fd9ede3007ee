namespace SeCo.Aggregation;

/// <summary>A mask that took a class by semantic alignment.</summary>
/// <param name="Mask">The mask's index in the list of masks.</param>
/// <param name="ClassId">The class with the largest share.</param>
/// <param name="Share">The class's share of the labelled pixels inside the mask, (0, 1].</param>
public readonly record struct StuffAssignment(int Mask, int ClassId, double Share);
