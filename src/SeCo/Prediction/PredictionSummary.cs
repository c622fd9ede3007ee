namespace SeCo.Prediction;

/// <summary>What a prediction run has done.</summary>
/// <param name="Images">All images.</param>
/// <param name="Kept">Those among them that were finished before, with the same settings and weights.</param>
public sealed record PredictionSummary(int Images, int Kept)
{
    /// <summary>What was found of finished images whose files are not as they were written; null where there was none.</summary>
    public string? Damage { get; init; }

    /// <summary>Images that were read by parts: their labels are TIFFs.</summary>
    public int ByParts { get; init; }
}
