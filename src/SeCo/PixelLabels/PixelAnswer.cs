namespace SeCo.PixelLabels;

/// <summary>What the model says about one image.</summary>
/// <param name="Labels">The class of every pixel.</param>
/// <param name="Confidence">The confidence in it; null where labels are given as they are.</param>
/// <param name="Hash">A hash of the files' values, to tell whether they have changed.</param>
internal sealed record PixelAnswer(LabelMap Labels, ConfidenceMap? Confidence, UInt128 Hash);
