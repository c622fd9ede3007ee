namespace SeCo.Models;

/// <summary>Where the mask of a region enters a classifier.</summary>
public enum MaskPlacement
{
    /// <summary>The mask is resized (nearest) to the final feature map, whose average is taken over the mask's cells; over all cells where none is left.
    /// Source: paper, section 3.3. Default.</summary>
    Paper,

    /// <summary>The mask, resized (nearest), multiplies the activations after the first convolution, norm and rectifier; the average is over all cells of the
    /// final feature map. Source: the reference implementation, <c>SCC/models/resnet.py</c>.</summary>
    Reference,

    /// <summary>The mask is not used: the classifier sees the window only.</summary>
    None,
}
