namespace SeCo.Evaluation;

/// <summary>Class-balanced thresholding at one portion.</summary>
/// <param name="Portion">The share kept of each class's pixels, in [0, 1].</param>
/// <param name="Scores">What the kept pixels score; their coverage is the point's.</param>
public sealed record EqualCoveragePoint(double Portion, SegmentationScores Scores);
