namespace SeCo.Correction;

/// <summary>What counts as one region for the classifier.</summary>
public enum RegionUnit
{
    /// <summary>A connected component of equal label in the PSA map (paper).</summary>
    Components,

    /// <summary>The visible part of each mask that PSA painted: finer, so that one wrong mask does not condemn or hide in a whole street.</summary>
    Masks,
}
