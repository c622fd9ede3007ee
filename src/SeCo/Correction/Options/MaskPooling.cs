namespace SeCo.Correction;

/// <summary>How the region's mask enters the classifier that is trained on windows.</summary>
public enum MaskPooling
{
    /// <summary>The last feature map is averaged under the mask; a mask that vanishes at that size averages all cells (paper).</summary>
    Paper,

    /// <summary>The mask multiplies the features after the first convolution; all cells are averaged at the end (reference).</summary>
    Reference,
}
