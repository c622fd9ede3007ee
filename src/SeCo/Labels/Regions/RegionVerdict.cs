namespace SeCo.Labels;

/// <summary>What correction decides about a region (paper section 3.3).</summary>
public enum RegionVerdict
{
    /// <summary>Not decided.</summary>
    Undecided,

    /// <summary>The label is trusted and kept.</summary>
    Clean,

    /// <summary>The label is taken for noise and replaced by the classifier's confident answer.</summary>
    Corrected,

    /// <summary>The label is taken for noise and removed.</summary>
    Rejected,

    /// <summary>A person has decided (<see cref="RegionReview"/>): the label is theirs, 255 where they deleted the region.</summary>
    Reviewed,
}
