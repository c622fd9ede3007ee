namespace SeCo.Correction.Windows;

/// <summary>How the window around a region is chosen.</summary>
public enum WindowStyle
{
    /// <summary>As the paper describes it: holds the whole box, keeps the aspect. Where it is larger than the image it goes beyond it on both sides.</summary>
    Paper,

    /// <summary>As the reference does it: sizes are truncated, odd ones lose a pixel, and clipping at the image may change the aspect.</summary>
    Reference,
}
