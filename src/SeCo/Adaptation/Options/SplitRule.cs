namespace SeCo.Adaptation;

/// <summary>Which images count as labelled (docs/adaptation.md).</summary>
public enum SplitRule
{
    /// <summary>
    /// Those with most trusted area: the sum over an image's kept regions of area × (1 − noise probability), as a share of its pixels; a corrected region
    /// counts with the classifier's probability of its new class. Where no region has been judged (other labels than those of correction): as <see
    /// cref="Coverage"/>.
    /// </summary>
    Trust,

    /// <summary>Those with the largest share of labelled pixels.</summary>
    Coverage,

    /// <summary>All images with at least one labelled pixel; only the others are unlabelled, unless <see cref="SplitOptions.UnlabelledFromAll"/>.</summary>
    All,
}
