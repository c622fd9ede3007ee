namespace SeCo.PixelLabels;

/// <summary>Over which images thresholds are set together.</summary>
public enum PixelLabelGroup
{
    /// <summary>All of the set (paper).</summary>
    None,

    /// <summary>Each sequence has its own, by the images' names (<see cref="ImageGroups.SequenceOf"/>): a dark one keeps its share too.</summary>
    Sequence,

    /// <summary>Each folder has its own.</summary>
    Folder,

    /// <summary>Images of about the same brightness have their own, in up to three groups: for sets whose names say nothing of sequences.</summary>
    Appearance,
}
