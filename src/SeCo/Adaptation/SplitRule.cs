namespace SeCo.Adaptation;

/// <summary>Which images count as labelled (docs/adaptation.md).</summary>
public enum SplitRule
{
    /// <summary>Those with most trusted area: the sum over an image's trusted regions of area × (1 − noise probability), as a share of its pixels.</summary>
    Trust,

    /// <summary>Those with the largest share of labelled pixels.</summary>
    Coverage,

    /// <summary>All images with at least one labelled pixel; nothing is unlabelled unless <see cref="SplitOptions.UnlabelledFromAll"/>.</summary>
    All,
}
