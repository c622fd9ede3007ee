namespace SeCo.Labels;

/// <summary>What label files are converted from.</summary>
public enum LabelConversionSource
{
    /// <summary>Label PNGs (grey or palette, at most 8 bits) with ids of another coding.</summary>
    Ids,

    /// <summary>PNGs of 8 or 16 bits whose first channel holds ids: 16-bit grey files, and SYNTHIA's.</summary>
    FirstChannel,

    /// <summary>Colour images in which each class has its colour.</summary>
    Colors,

    /// <summary>Region files, SeCo's or the reference's: each region is painted with the class that it came with.</summary>
    Regions,
}
