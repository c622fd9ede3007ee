namespace SeCo.PixelLabels;

/// <summary>What the model says about one image: the class of every pixel, the confidence in it (null where labels are given as they are), and a hash of the
/// files' values, to tell whether they have changed.</summary>
internal sealed record PixelAnswer(LabelMap Labels, ConfidenceMap? Confidence, UInt128 Hash);
